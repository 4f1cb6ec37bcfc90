package io.csi4j.sidecar.launch;

import java.time.Duration;
import java.time.Instant;

/**
 * The one source of time: everything that reads a clock or waits gets it by its constructor, so that a test turns
 * the clock by hand.
 */
public interface Ticker {
    /** Wall-clock time, for what others read: events, leases, log lines. */
    Instant now();

    /** Nanoseconds of a clock that never goes back, for measuring; only differences mean something. */
    long nanoTime();

    /**
     * Waits that long; a zero or negative pause returns at once.
     *
     * @throws InterruptedException when the waiting thread is interrupted
     */
    void pause(Duration duration) throws InterruptedException;

    /**
     * Waits until {@link #nanoTime} has reached {@code deadline}: unlike {@link #pause}, it cannot be late when the
     * clock moves between working out the pause and starting it.
     *
     * @throws InterruptedException when the waiting thread is interrupted
     */
    default void pauseUntil(long deadline) throws InterruptedException {
        pause(Duration.ofNanos(deadline - nanoTime()));
    }

    /** The machine's own clock. */
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }
}
