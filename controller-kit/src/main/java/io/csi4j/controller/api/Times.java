package io.csi4j.controller.api;

import java.time.Duration;

/** Times on the wire that are nobody's choice. */
final class Times {
    /** Pause between two HTTP/2 pings; a connection is given up when one is not answered before the next. */
    static final Duration PING = Duration.ofSeconds(20);

    private Times() {}
}
