package io.csi4j.sidecar.log;

/** How an event becomes a line; the answer has no newline at its end. */
interface LineFormat {
    String render(LogEvent event);
}
