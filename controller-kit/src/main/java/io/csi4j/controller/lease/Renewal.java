package io.csi4j.controller.lease;

import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Lease;
import io.csi4j.sidecar.launch.Bell;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A leader's renewals of its lease. The deadline counts from the first failed try, but never goes beyond the lease
 * duration after the last good one was sent: then a standby may hold the lease already.
 */
final class Renewal {
    private static final Log LOG = Log.of(Renewal.class);

    private final LeaseOptions options;
    private final LeaseStates states;
    private final LeaseStore store;
    private final LeaderLease.Tools tools;
    private final Ticker ticker;

    Renewal(LeaseOptions options, LeaseStates states, LeaseStore store, LeaderLease.Tools tools) {
        this.options = options;
        this.states = states;
        this.store = store;
        this.tools = tools;
        this.ticker = tools.ticker();
    }

    /**
     * The lease as we hold it.
     *
     * @param lease its last state known to be ours
     * @param sentAt nano time at which the request that wrote it was sent
     */
    record Term(Lease lease, long sentAt) {}

    /** How a renewal ended; {@code fault} is null unless leadership is lost. */
    record Result(Term term, @Nullable String fault) {}

    /** One try's end; {@code lease} is null if it failed. */
    private record Try(@Nullable Lease lease, String why, boolean isFinal) {
        static Try failed(String why) {
            return new Try(null, why, false);
        }
    }

    /** Tries now and then every retry period until it succeeds, time is up, or {@code stopping} when the bell rings. */
    Result of(Term term, Bell bell, BooleanSupplier stopping) throws InterruptedException {
        long retry = options.timing().retry().toNanos();
        long byDeadline = ticker.nanoTime() + options.timing().renew().toNanos();
        long byTerm = term.sentAt() + options.timing().lease().toNanos();
        long end = byTerm - byDeadline < 0 ? byTerm : byDeadline;
        while (!stopping.getAsBoolean()) {
            long sentAt = ticker.nanoTime();
            Try attempt = attempt(term.lease());
            if (attempt.lease() != null) {
                LOG.v(5).info("renewed the lease", "lease", options.leaseName());
                return new Result(new Term(attempt.lease(), sentAt), null);
            }
            if (attempt.isFinal()) {
                return new Result(term, attempt.why());
            }
            LOG.warning("lease not renewed", "lease", options.leaseName(), "reason", attempt.why());
            if (!waitedFor(ticker.nanoTime() + retry, end, bell, stopping)) {
                return new Result(term, attempt.why());
            }
        }
        return new Result(term, null);
    }

    /** Waits until {@code next}; false if {@code end} comes first. */
    private boolean waitedFor(long next, long end, Bell bell, BooleanSupplier stopping) throws InterruptedException {
        long until = end - next < 0 ? end : next;
        while (until - ticker.nanoTime() > 0 && !stopping.getAsBoolean()) {
            bell.awaitUntil(until);
        }
        return stopping.getAsBoolean() || end - ticker.nanoTime() > 0;
    }

    private Try attempt(Lease last) {
        Reply<Lease> reply = store.replace(states.held(last, ticker.now()));
        if (reply instanceof Reply.Found<Lease>(Lease renewed)) {
            return new Try(renewed, "", false);
        }
        LOG.v(2).info("optimistic update of the lease failed", "lease", options.leaseName(), "answer", reply);
        tools.metrics().slowPath();
        Reply<Lease> read = store.read();
        return switch (read) {
            case Reply.Found<Lease>(Lease current) -> again(current);
            case Reply.Absent<Lease>() -> written(store.create(states.held(null, ticker.now())));
            default -> Try.failed(read.toString());
        };
    }

    private Try again(Lease current) {
        boolean another = !current.holder().isEmpty() && !current.holder().equals(options.identity());
        return another
                ? new Try(null, "it is held by " + current.holder(), true)
                : written(store.replace(states.held(current, ticker.now())));
    }

    private static Try written(Reply<Lease> reply) {
        return reply instanceof Reply.Found<Lease>(Lease lease)
                ? new Try(lease, "", false)
                : Try.failed(reply.toString());
    }
}
