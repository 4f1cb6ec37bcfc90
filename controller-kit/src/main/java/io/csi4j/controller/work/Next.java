package io.csi4j.controller.work;

import java.time.Duration;

/** What the queue does with a key after a pass over it. */
public sealed interface Next {
    /** Nothing more to do: the failures of the key are forgotten. */
    record Forget() implements Next {}

    /** Again after a pause that doubles with every failure of the key. */
    record Backoff(String reason) implements Next {}

    /** Again after exactly {@code delay}; the failures of the key stay as they are. */
    record After(Duration delay, String reason) implements Next {}

    /** Not before somebody adds the key again; its failures stay as they are. */
    record Wait(String reason) implements Next {}

    static Next forget() {
        return new Forget();
    }

    static Next backoff(String reason) {
        return new Backoff(reason);
    }

    static Next await(String reason) {
        return new Wait(reason);
    }

    static Next after(Duration delay, String reason) {
        return new After(delay, reason);
    }
}
