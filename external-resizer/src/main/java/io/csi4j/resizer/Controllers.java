package io.csi4j.resizer;

import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.event.EventRecorder;
import io.csi4j.controller.event.EventSink;
import io.csi4j.controller.work.KeyLocks;
import io.csi4j.controller.work.QueueMetrics;
import io.csi4j.controller.work.Reconciler;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.controller.work.Workers;
import io.csi4j.resizer.claim.ClaimEvents;
import io.csi4j.resizer.claim.Cluster;
import io.csi4j.resizer.claim.Driver;
import io.csi4j.resizer.expand.ExpandReconciler;
import io.csi4j.resizer.expand.InUse;
import io.csi4j.resizer.modify.ModifyReconciler;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Everything that works while this process leads: watches, queues, reconcilers and their workers. Works once. */
final class Controllers {
    private static final Log log = Log.of(Controllers.class);

    private final Ticker ticker = Ticker.system();
    private final KubeApi kube;
    private final Driver driver;
    private final ResizerOptions options;
    private final boolean modifies;
    private final QueueMetrics queues;
    private final Watches watches;
    private final Cluster cluster;

    /** Expansion and modification of one claim take turns: they write the same object. */
    private final KeyLocks<String> locks = new KeyLocks<>();

    private final List<WorkQueue<String>> offered = new ArrayList<>();
    private final List<Workers<?>> workers = new ArrayList<>();

    Controllers(KubeApi kube, Startup.Met met, ResizerOptions options, MetricsRegistry metrics) {
        this.kube = kube;
        this.driver = met.driver();
        this.options = options;
        this.modifies = met.modifies();
        this.queues = new QueueMetrics(metrics);
        this.watches = new Watches(kube, driver.name());
        this.cluster = new Cluster(kube, driver.name(), watches.claims, watches.volumes);
    }

    /**
     * Fills the stores, lets the workers go and drains them when the program shall end.
     *
     * @param isLost whether another process may be at work by then: passes are cut off instead of drained
     */
    Exit work(Shutdown shutdown, BooleanSupplier isLost) throws InterruptedException {
        try (var events = EventRecorder.start(EventSink.of(kube), "external-resizer " + driver.name(), ticker);
                watches) {
            start(shutdown, events);
            offerNowAndThen(shutdown);
            Workers.drainAll(workers, isLost.getAsBoolean());
            return shutdown.await();
        }
    }

    private void start(Shutdown shutdown, EventRecorder events) throws InterruptedException {
        if (!driver.resizes() && !modifies) {
            log.warning("nothing to do: the driver cannot resize, and VolumeAttributesClass is off");
            return;
        }
        var wakeUps = new WakeUps(watches);
        var expansion = driver.resizes() ? expansion(wakeUps, events) : null;
        var modification = modifies ? modification(wakeUps, events) : null;
        if (!watches.fill(shutdown)) {
            return;
        }
        if (expansion != null) {
            go(expansion);
        }
        if (modification != null && watches.fillClasses(shutdown)) {
            go(modification);
        }
    }

    /** A queue and who works it off, not yet let go. */
    private record Line(WorkQueue<String> queue, Reconciler<String> reconciler) {}

    private void go(Line line) {
        offered.add(line.queue());
        workers.add(Workers.start(line.queue(), options.workers(), line.reconciler()));
    }

    private Line expansion(WakeUps wakeUps, EventRecorder events) {
        var queue = queue();
        var inUse = new InUse(options.handlesInUse(), watches.pods, watches::watchPods);
        var tools = new ExpandReconciler.Tools(new ClaimEvents(events, ticker), locks, ticker);
        var rules = new ExpandReconciler.Rules(
                options.gates().enabled(ResizerOptions.RECOVERY),
                options.gates().enabled(ResizerOptions.ANNOTATION),
                options.retry().max());
        var reconciler = new ExpandReconciler(cluster, driver, tools, rules, inUse);
        wakeUps.expansion(queue, reconciler, inUse);
        return new Line(queue, reconciler);
    }

    private Line modification(WakeUps wakeUps, EventRecorder events) {
        var queue = queue();
        var tools = new ModifyReconciler.Tools(new ClaimEvents(events, ticker), locks, ticker);
        var rules = new ModifyReconciler.Rules(
                options.extraModifyMetadata(), options.retry().max());
        var reconciler = new ModifyReconciler(cluster, watches.classes, driver, tools, rules);
        wakeUps.modification(queue, reconciler);
        return new Line(queue, reconciler);
    }

    /** Both queues have one name, as dashboards know them: contract external-resizer.md, 2.2. */
    private WorkQueue<String> queue() {
        return new WorkQueue<>(driver.name() + "-pvc", options.retry().backoff(), ticker, queues);
    }

    /** The resync of {@code --resync-period}: every claim once more, whatever pause it is in; 0 means never. */
    private void offerNowAndThen(Shutdown shutdown) throws InterruptedException {
        Duration period = options.retry().resync();
        while (period.isPositive() && !shutdown.await(period)) {
            offerAll();
        }
        shutdown.await();
    }

    private void offerAll() {
        offered.forEach(queue -> watches.claims.all().forEach(claim -> queue.add(claim.uid())));
    }
}
