package io.csi4j.bench.row;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waiting for something that cannot be watched, in steps short enough to time it by. */
final class Polling {
    private static final Duration STEP = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Polling() {}

    /**
     * Looks each 10 ms until there is something; a question to a program that is just starting costs it time.
     *
     * @throws IllegalStateException after 30 s, or when interrupted
     */
    static <T> T until(String what, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            pause(what);
        }
        throw new IllegalStateException("waited " + PATIENCE.toSeconds() + " s for " + what);
    }

    private static void pause(String what) {
        try {
            Thread.sleep(STEP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        }
    }
}
