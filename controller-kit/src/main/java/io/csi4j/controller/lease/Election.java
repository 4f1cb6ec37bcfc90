package io.csi4j.controller.lease;

import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.event.EventRecorder;
import io.csi4j.controller.event.EventSink;
import io.csi4j.sidecar.flags.CommonOptions;
import io.csi4j.sidecar.http.Answer;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether this process may work: while it holds the lease, or at once where no election is asked for. Mutable: begins
 * once, and may then be lost once.
 */
public final class Election implements AutoCloseable {
    /** Null without an election: bad times matter only to one. */
    private final @Nullable LeaseOptions lease;

    private volatile @Nullable LeaderLease running;
    private volatile @Nullable EventRecorder events;
    private volatile boolean lost;

    /**
     * @param lockName what the lease is named after
     * @throws io.csi4j.sidecar.launch.StartupException if the options of an election that is wanted make no sense
     */
    public Election(CommonOptions.Election options, String lockName) {
        lease = options.enabled() ? lease(options, lockName) : null;
    }

    private static LeaseOptions lease(CommonOptions.Election options, String lockName) {
        var timing = options.timing();
        return new LeaseOptions(
                lockName,
                Surroundings.namespace(options.namespace(), System.getenv()),
                Surroundings.hostname(),
                new LeaseTiming(timing.leaseDuration(), timing.renewDeadline(), timing.retryPeriod()),
                options.labels());
    }

    /** Whether there is one at all. */
    public boolean isWanted() {
        return lease != null;
    }

    /** Stands by from now on; asks the program to end when leadership is lost. */
    public void begin(KubeApi kube, MetricsRegistry metrics, Shutdown shutdown) {
        var wanted = lease;
        if (wanted == null) {
            return;
        }
        var recorder = EventRecorder.start(EventSink.of(kube), wanted.eventComponent(), Ticker.system());
        var tools = new LeaderLease.Tools(
                recorder, new LeaseMetrics(metrics), Ticker.system(), RandomGenerator.getDefault()::nextDouble);
        var standby = LeaderLease.start(wanted, ApiLeases.of(kube, wanted), tools, () -> {
            lost = true;
            shutdown.request(Exit.FAILURE);
        });
        events = recorder;
        running = standby;
        // A leader releases the lease later, when its work has drained; a lost one has nothing to release.
        shutdown.whenRequested(() -> {
            if (!standby.isLeading() && !lost) {
                standby.close();
            }
        });
    }

    /** Waits until this process may work; false if the program shall end before that. */
    public boolean awaitLeading() throws InterruptedException {
        LeaderLease standby = running;
        return standby == null || standby.awaitLeading();
    }

    /** Whether another process may be at work by now: what runs here must stop at once. */
    public boolean isLost() {
        return lost;
    }

    /** The page {@code /healthz/leader-election}: contract common.md, section 7. */
    public Answer health() {
        LeaderLease standby = running;
        return (standby == null ? Optional.<String>empty() : standby.fault())
                .map(fault -> Answer.failed("internal server error: " + fault))
                .orElseGet(Answer::ok);
    }

    /** Gives leadership back. */
    @Override
    public void close() {
        LeaderLease standby = running;
        if (standby != null) {
            standby.close();
        }
        EventRecorder recorder = events;
        if (recorder != null) {
            recorder.close();
        }
    }
}
