package io.csi4j.nfs.rpc;

import io.csi4j.nfs.share.Budget;
import io.csi4j.sidecar.launch.Ticker;
import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time an RPC has: a limit of its own, and less if its caller waits less. */
public final class CallTime {
    /** What is kept back so that our own text reaches the caller before its patience ends. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private static final int MARGIN_PART = 10;

    private final Ticker ticker;

    public CallTime(Ticker ticker) {
        this.ticker = ticker;
    }

    /** For the RPC this thread serves. */
    public Budget atMost(Duration limit) {
        Deadline deadline = Context.current().getDeadline();
        if (deadline == null) {
            return Budget.of(limit, ticker);
        }
        long left = Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS));
        long usable = left - Math.min(left / MARGIN_PART, MARGIN.toNanos());
        return Budget.of(Duration.ofNanos(Math.min(usable, limit.toNanos())), ticker);
    }
}
