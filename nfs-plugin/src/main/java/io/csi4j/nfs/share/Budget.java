package io.csi4j.nfs.share;

import io.csi4j.sidecar.launch.Ticker;
import java.time.Duration;

/** The time that is left for one operation; every wait on the way takes from it, so none outlives its caller. */
public final class Budget {
    private final Ticker ticker;
    private final long end;

    private Budget(Ticker ticker, long end) {
        this.ticker = ticker;
        this.end = end;
    }

    public static Budget of(Duration limit, Ticker ticker) {
        return new Budget(ticker, ticker.nanoTime() + limit.toNanos());
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
