package io.csi4j.nfs.share;

import io.csi4j.sidecar.launch.Ticker;
import java.time.Duration;

/** The time that is left for one operation; every wait on the way takes from it, so none outlives its caller. */
public final class Budget {
    /** What one step of a background job may take; a server may need that long to write gigabytes to its disk. */
    private static final Duration PATIENT_STEP = Duration.ofMinutes(1);

    private final Ticker ticker;
    private final long end;
    private final boolean isPatient;

    private Budget(Ticker ticker, Duration limit, boolean isPatient) {
        this.ticker = ticker;
        this.end = ticker.nanoTime() + limit.toNanos();
        this.isPatient = isPatient;
    }

    public static Budget of(Duration limit, Ticker ticker) {
        return new Budget(ticker, limit, false);
    }

    /** For background work, which may take hours while each of its steps may not, see {@link #forOneStep}. */
    public static Budget ofJob(Duration limit, Ticker ticker) {
        return new Budget(ticker, limit, true);
    }

    /** Whether this is for background work, that nobody waits for. */
    public boolean isPatient() {
        return isPatient;
    }

    /** What a single call to a server, or a single child process, may take. */
    public Duration forOneStep() {
        return isPatient ? atMost(PATIENT_STEP) : left();
    }

    /** Never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - ticker.nanoTime()));
    }

    /** The shorter of what is left and the limit. */
    public Duration atMost(Duration limit) {
        Duration left = left();
        return left.compareTo(limit) < 0 ? left : limit;
    }

    /** Half of what is left, for one way of several. */
    public Budget half() {
        return new Budget(ticker, left().dividedBy(2), isPatient);
    }

    public boolean isSpent() {
        return left().isZero();
    }

    /**
     * Waits before another try.
     *
     * @throws ShareFault {@code TIMED_OUT} with {@code otherwise} as its text if the pause would outlast the budget, or
     *     if the thread is interrupted, whose flag is kept
     */
    public void pause(Duration pause, String otherwise) throws ShareFault {
        if (left().compareTo(pause) <= 0) {
            throw new ShareFault(ShareFault.Reason.TIMED_OUT, otherwise);
        }
        try {
            ticker.pause(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShareFault(ShareFault.Reason.TIMED_OUT, otherwise, e);
        }
    }
}
