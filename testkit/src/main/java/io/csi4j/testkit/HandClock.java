package io.csi4j.testkit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.sidecar.launch.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A clock that moves only when a test turns it. A thread that pauses is parked until the clock has passed the end of
 * its pause; {@link #awaitParked} waits for threads to get there, so that a test never needs to sleep.
 */
public final class HandClock implements Ticker {
    /** Where every new clock stands. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Object lock = new Object();

    @GuardedBy("lock")
    private long elapsed;

    @GuardedBy("lock")
    private final List<Long> deadlines = new ArrayList<>();

    @Override
    public Instant now() {
        return START.plusNanos(nanoTime());
    }

    @Override
    public long nanoTime() {
        synchronized (lock) {
            return elapsed;
        }
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        synchronized (lock) {
            pauseUntil(elapsed + duration.toNanos());
        }
    }

    @Override
    public void pauseUntil(long deadline) throws InterruptedException {
        synchronized (lock) {
            if (deadline - elapsed <= 0) {
                return;
            }
            deadlines.add(deadline);
            lock.notifyAll();
            try {
                while (deadline - elapsed > 0) {
                    lock.wait();
                }
            } finally {
                deadlines.remove(Long.valueOf(deadline));
                lock.notifyAll();
            }
        }
    }

    /** Moves the clock and wakes whose pause is over; they run after this returns, in any order. */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("a clock goes forward only, got " + step);
        }
        synchronized (lock) {
            elapsed += step.toNanos();
            lock.notifyAll();
        }
    }

    /** How many threads are parked in a pause that is not over. */
    public int parked() {
        synchronized (lock) {
            long now = elapsed;
            return (int) deadlines.stream().filter(end -> end - now > 0).count();
        }
    }

    /** Waits until exactly {@code threads} threads are parked in a pause that is not over. */
    public void awaitParked(int threads) throws InterruptedException {
        synchronized (lock) {
            while (parked() != threads || deadlines.size() != threads) {
                lock.wait();
            }
        }
    }

    /** Waits until a thread is parked whose pause ends exactly {@code fromNow}, then moves the clock there. */
    public void advanceToPauseOf(Duration fromNow) throws InterruptedException {
        synchronized (lock) {
            while (!deadlines.contains(elapsed + fromNow.toNanos())) {
                lock.wait();
            }
            advance(fromNow);
        }
    }
}
