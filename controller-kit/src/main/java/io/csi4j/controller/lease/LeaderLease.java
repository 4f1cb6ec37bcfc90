package io.csi4j.controller.lease;

import io.csi4j.controller.api.Reply;
import io.csi4j.controller.event.EventRecorder;
import io.csi4j.controller.storage.Lease;
import io.csi4j.controller.storage.ObjectReference;
import io.csi4j.sidecar.launch.Bell;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Leads while it holds the lease: contract common.md, section 7. One virtual thread goes through three phases.
 *
 * <p><b>Standby.</b> Watches the lease and takes it when it is free: never held, released, held by our own name, or
 * silent for as long as the lease says. Where it may not watch, it looks every 5 to 11 s as upstream does.
 *
 * <p><b>Leading.</b> Renews every retry period, optimistically with the state it wrote last. From the first failed try
 * it has the renew deadline to succeed; another holder ends it at once.
 *
 * <p><b>Ended.</b> Lost, or released by {@link #close}: then the lease names nobody and a standby takes over within a
 * second instead of after the lease duration.
 */
public final class LeaderLease implements AutoCloseable {
    /** Beyond the lease duration, as upstream: the time in which a stuck leader is not yet reported. */
    private static final Duration HEALTH_GRACE = Duration.ofSeconds(20);

    private static final String EVENT_REASON = "LeaderElection";
    private static final Log LOG = Log.of(LeaderLease.class);

    private final LeaseOptions options;
    private final LeaseStates states;
    private final LeaseStore store;
    private final Tools tools;
    private final Ticker ticker;
    private final Runnable lost;
    private final Bell bell;
    private final Thread thread;
    private final StandbyWatch watch;
    private final AtomicReference<Observation> observed;
    private final CountDownLatch decided = new CountDownLatch(1);

    private volatile boolean leading;
    private volatile boolean closing;
    private volatile long renewedAt;

    /**
     * What an election needs besides the lease.
     *
     * @param chance numbers from 0 to 1 that keep standbys from trying all at once
     */
    public record Tools(EventRecorder events, LeaseMetrics metrics, Ticker ticker, DoubleSupplier chance) {}

    private LeaderLease(LeaseOptions options, LeaseStore store, Tools tools, Runnable lost) {
        this.options = options;
        this.states = new LeaseStates(options);
        this.store = store;
        this.tools = tools;
        this.ticker = tools.ticker();
        this.lost = lost;
        this.bell = new Bell(ticker);
        this.observed = new AtomicReference<>(new Observation(null, ticker.nanoTime()));
        this.watch = new StandbyWatch(store, this::seen, bell::ring);
        this.thread = Thread.ofVirtual().name("lease").unstarted(this::run);
    }

    /**
     * Begins to stand by.
     *
     * @param lost runs once, on the lease's thread, when leadership is lost against our will; it must only ask the
     *     program to end
     */
    public static LeaderLease start(LeaseOptions options, LeaseStore store, Tools tools, Runnable lost) {
        LeaderLease lease = new LeaderLease(options, store, tools, lost);
        lease.thread.start();
        return lease;
    }

    /** Waits until this process leads; false if {@link #close} came first. */
    public boolean awaitLeading() throws InterruptedException {
        decided.await();
        return leading;
    }

    public boolean isLeading() {
        return leading;
    }

    /** Why this leader is not healthy; empty for a healthy one and for every standby. */
    public Optional<String> fault() {
        Duration silence = Duration.ofNanos(ticker.nanoTime() - renewedAt);
        boolean stuck = leading && silence.compareTo(options.timing().lease().plus(HEALTH_GRACE)) > 0;
        return stuck
                ? Optional.of("failed election to renew leadership on lease " + options.leaseName())
                : Optional.empty();
    }

    /** Ends the election; a leader releases the lease, so call it after the work has drained. */
    @Override
    public void close() {
        closing = true;
        bell.ring();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            Renewal.Term held = standBy();
            watch.close();
            if (held != null) {
                lead(held);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watch.close();
            decided.countDown();
        }
    }

    /** The lease once we hold it; null if closed before. */
    private Renewal.@Nullable Term standBy() throws InterruptedException {
        LOG.info("attempting to acquire the lease", "lease", options.leaseName(), "namespace", options.namespace());
        while (!closing) {
            long sentAt = ticker.nanoTime();
            Lease held = look();
            if (held != null) {
                return new Renewal.Term(held, sentAt);
            }
            awaitWorthALook();
        }
        return null;
    }

    /** Reads the lease and takes it if it is free; null if we do not hold it. */
    private @Nullable Lease look() throws InterruptedException {
        Observation before = observed.get();
        Reply<Lease> reply = store.read();
        return switch (reply) {
            // What the watch told meanwhile may be newer than what was read, and is never told again.
            case Reply.Found<Lease>(Lease lease) when !isNoted(lease, before) -> null;
            case Reply.Found<Lease>(Lease lease) ->
                isFree() ? taken(store.replace(states.held(lease, ticker.now()))) : watched(lease);
            case Reply.Absent<Lease>() -> taken(store.create(states.held(null, ticker.now())));
            default -> failed(reply);
        };
    }

    private @Nullable Lease watched(Lease lease) {
        LOG.v(4).info("lease is held by another", "lease", options.leaseName(), "holder", lease.holder());
        watch.open(lease.resourceVersion());
        return null;
    }

    private @Nullable Lease taken(Reply<Lease> reply) throws InterruptedException {
        return reply instanceof Reply.Found<Lease>(Lease lease) ? lease : failed(reply);
    }

    private @Nullable Lease failed(Reply<Lease> reply) throws InterruptedException {
        if (reply instanceof Reply.Conflict<Lease> || reply instanceof Reply.Exists<Lease>) {
            LOG.v(2).info("another was faster to take the lease", "lease", options.leaseName());
        } else {
            LOG.warning("lease not acquired", "lease", options.leaseName(), "answer", reply);
        }
        if (!closing) {
            bell.awaitUntil(ticker.nanoTime() + jitteredRetry());
        }
        return null;
    }

    private void awaitWorthALook() throws InterruptedException {
        long poll = ticker.nanoTime() + jitteredRetry();
        while (!closing && !isFree()) {
            long expiry = observed.get().expiry();
            boolean live = watch.isLive();
            if (!live && poll - ticker.nanoTime() <= 0) {
                return;
            }
            bell.awaitUntil(live || expiry - poll < 0 ? expiry : poll);
        }
    }

    private void lead(Renewal.Term first) throws InterruptedException {
        renewedAt = first.sentAt();
        leading = true;
        tools.metrics().leading(true);
        LOG.info("became leader", "lease", options.leaseName(), "identity", options.identity());
        tell(first.lease(), "became leader");
        decided.countDown();

        Renewal.Result last = renewUntilTheEnd(first);
        leading = false;
        tools.metrics().leading(false);
        tell(last.term().lease(), "stopped leading");
        end(last.term().lease(), last.fault());
    }

    private Renewal.Result renewUntilTheEnd(Renewal.Term first) throws InterruptedException {
        Renewal renewal = new Renewal(options, states, store, tools);
        Renewal.Result last = new Renewal.Result(first, null);
        while (!closing && last.fault() == null) {
            renewedAt = last.term().sentAt();
            long next = renewedAt + options.timing().retry().toNanos();
            if (next - ticker.nanoTime() > 0) {
                bell.awaitUntil(next);
            } else {
                last = renewal.of(last.term(), bell, () -> closing);
            }
        }
        return last;
    }

    private void end(Lease last, @Nullable String fault) {
        if (fault != null) {
            LOG.error(null, "lost the lease", "lease", options.leaseName(), "reason", fault);
            lost.run();
        } else {
            Reply<Lease> reply = store.replace(states.released(last, ticker.now()));
            LOG.info("released the lease", "lease", options.leaseName(), "done", reply instanceof Reply.Found<Lease>);
        }
    }

    private void tell(Lease lease, String what) {
        ObjectReference about = ObjectReference.to("coordination.k8s.io/v1", "Lease", lease);
        tools.events().normal(about, EVENT_REASON, options.identity() + " " + what);
    }

    /** From the watch's thread. */
    private void seen(@Nullable Lease lease) {
        while (!isNoted(lease, observed.get())) {
            Thread.onSpinWait();
        }
    }

    /** Notes a state of the lease, unless another one than {@code last} was noted meanwhile. */
    private boolean isNoted(@Nullable Lease lease, Observation last) {
        Observation now = last.then(lease, ticker.nanoTime());
        if (!observed.compareAndSet(last, now)) {
            return false;
        }
        if (!now.holder().equals(last.holder())) {
            LOG.v(3).info("new leader", "lease", options.leaseName(), "holder", now.holder());
        }
        if (now.isFreeFor(options.identity(), ticker.nanoTime())) {
            bell.ring();
        }
        return true;
    }

    private boolean isFree() {
        return observed.get().isFreeFor(options.identity(), ticker.nanoTime());
    }

    private long jitteredRetry() {
        double factor = 1 + LeaseTiming.JITTER * tools.chance().getAsDouble();
        return (long) (options.timing().retry().toNanos() * factor);
    }
}
