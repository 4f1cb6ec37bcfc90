package io.csi4j.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for something outside this JVM to become true, with an end. */
public final class Eventually {
    private static final long PAUSE_MILLIS = 50;

    private Eventually() {}

    /**
     * Asks every 50 ms until the answer is true.
     *
     * @param what what is waited for, as the error names it
     * @throws LabException when {@code patience} has passed, or the thread was interrupted
     */
    public static void until(String what, Duration patience, BooleanSupplier condition) {
        until(what, patience, condition, () -> "");
    }

    /** As above; {@code evidence} is asked only on failure and ends the message. */
    static void until(String what, Duration patience, BooleanSupplier condition, Supplier<String> evidence) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new LabException("waited " + patience.toSeconds() + " s for " + what + evidence.get());
            }
            pause(what);
        }
    }

    private static void pause(String what) {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting for " + what, e);
        }
    }
}
