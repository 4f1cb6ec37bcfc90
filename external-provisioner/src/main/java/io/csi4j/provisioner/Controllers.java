package io.csi4j.provisioner;

import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.event.EventRecorder;
import io.csi4j.controller.event.EventSink;
import io.csi4j.controller.lease.Surroundings;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.work.Backoff;
import io.csi4j.controller.work.KeyLocks;
import io.csi4j.controller.work.QueueMetrics;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.controller.work.Workers;
import io.csi4j.provisioner.ProvisionerOptions.Pace;
import io.csi4j.provisioner.capacity.upkeep.Upkeep;
import io.csi4j.provisioner.claim.ClaimMarks;
import io.csi4j.provisioner.claim.ClaimMetrics;
import io.csi4j.provisioner.claim.ClaimReconciler;
import io.csi4j.provisioner.claim.ClaimReporting;
import io.csi4j.provisioner.claim.ClaimsInProgress;
import io.csi4j.provisioner.claim.Cluster;
import io.csi4j.provisioner.claim.ClusterNodes;
import io.csi4j.provisioner.claim.Setup;
import io.csi4j.provisioner.ownership.Contest;
import io.csi4j.provisioner.ownership.Delays;
import io.csi4j.provisioner.ownership.NodeOwnership;
import io.csi4j.provisioner.ownership.OwnershipRules;
import io.csi4j.provisioner.topology.OwnNode;
import io.csi4j.provisioner.volume.CapacityHints;
import io.csi4j.provisioner.volume.Driver;
import io.csi4j.provisioner.volume.Lookups;
import io.csi4j.provisioner.volume.VolumeMetrics;
import io.csi4j.provisioner.volume.VolumeReconciler;
import io.csi4j.provisioner.volume.VolumeRemoval;
import io.csi4j.provisioner.volume.VolumeSaver;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Everything that works while this process leads: watches, queues, reconcilers and their workers. Works once. */
final class Controllers {
    /** Pauses between tries to save a volume (contract section 6). */
    private static final Backoff SAVING = new Backoff(Duration.ofMillis(5), Duration.ofSeconds(1000));

    private static final int SAVERS = 4;

    private final Ticker ticker = Ticker.system();
    private final KubeApi kube;
    private final Driver driver;
    private final Setup.Rules rules;
    private final MetricsRegistry metrics;
    private final Pace pace;
    private final boolean durable;
    private final ProvisionerOptions.NodeDeployment nodeDeployment;
    private final @Nullable OwnNode node;
    private final @Nullable CapacityStart capacity;
    private final QueueMetrics queues;
    private final Watches watches;
    private final ClaimsInProgress inProgress = new ClaimsInProgress();
    private final SourceControl sources;
    private final List<Workers<?>> workers = new ArrayList<>();

    Controllers(KubeApi kube, Startup.Met met, ProvisionerOptions options) {
        this.kube = kube;
        this.driver = met.driver();
        this.rules = met.rules();
        this.metrics = met.metrics();
        this.pace = options.pace();
        this.durable = options.volumes().durable();
        this.nodeDeployment = options.nodeDeployment();
        this.node = met.node();
        this.capacity = met.capacity();
        this.queues = new QueueMetrics(metrics);
        this.watches = new Watches(driver.name(), node);
        this.sources = new SourceControl(kube, watches, driver.features(), options, inProgress::claims);
    }

    /**
     * Fills the stores, lets the workers go and drains them when the program shall end.
     *
     * @param isLost whether another process may be at work by then: passes are cut off instead of drained
     */
    Exit work(Shutdown shutdown, BooleanSupplier isLost) throws InterruptedException {
        try (var events = EventRecorder.start(EventSink.of(kube), component(driver.name()), ticker);
                watches;
                sources) {
            start(shutdown, events);
            Exit exit = shutdown.await();
            Workers.drainAll(workers, isLost.getAsBoolean());
            return exit;
        }
    }

    private void start(Shutdown shutdown, EventRecorder events) throws InterruptedException {
        var locks = new KeyLocks<String>();
        WorkQueue<String> unsaved = queue("unsavedpvs", SAVING);
        WorkQueue<String> claimQueue = queue("claims", pace.retry());
        WorkQueue<String> volumeQueue = queue("volumes", pace.retry());
        // Upstream's dashboards see both queues as one (contract section 10).
        WorkQueue<ObjectKey> cloneQueue = queue("claims", pace.retry());
        var saver = new VolumeSaver(kube, watches.volumes, unsaved);
        Upkeep upkeep = capacity == null ? null : upkeep(capacity);
        var hints = upkeep == null ? CapacityHints.IGNORED : upkeep;
        var claims = claims(events, saver, locks, hints);
        var volumes = volumes(events, locks, hints);
        var work = new WakeUps.Work(claimQueue, volumeQueue, claims, volumes);
        new WakeUps(watches, work, node != null).subscribe();
        sources.subscribe(claimQueue, cloneQueue);
        boolean nodesMatter = node == null && (rules.topology().active() || upkeep != null);
        watches.start(kube, nodesMatter, isAttaching());
        if (capacity != null && upkeep != null) {
            capacity.watch(watches, upkeep);
        }
        if (watches.awaitSynced(shutdown)) {
            if (capacity != null && upkeep != null) {
                workers.addAll(upkeep.start(capacity.threads()));
            }
            workers.add(Workers.start(claimQueue, pace.workers(), claims));
            workers.add(Workers.start(volumeQueue, pace.workers(), volumes));
            workers.add(Workers.start(unsaved, SAVERS, saver));
            workers.addAll(sources.start(cloneQueue, queue("snapshotsweep", pace.retry())));
        }
    }

    /** Who tells the events, as upstream names itself: contract 7.4. */
    private static String component(String driver) {
        return driver + "_" + Surroundings.hostname() + "_" + UUID.randomUUID();
    }

    private Upkeep upkeep(CapacityStart start) {
        var made = start.upkeep(
                watches,
                driver,
                new Upkeep.Queues(queue("csistoragecapacity", pace.retry()), queue("csitopology", pace.retry())));
        made.show(metrics);
        return made;
    }

    private <K> WorkQueue<K> queue(String name, Backoff backoff) {
        return new WorkQueue<>(name, backoff, ticker, queues);
    }

    private ClaimReconciler claims(
            EventRecorder events, VolumeSaver saver, KeyLocks<String> locks, CapacityHints hints) {
        var nodes = node == null
                ? new ClusterNodes(driver.name(), watches.csiNodes, watches.nodes, RandomGenerator.getDefault())
                : node;
        var marks = new ClaimMarks(kube, watches.claims, durable);
        var setup = new Setup(
                driver,
                new Lookups(kube),
                nodes,
                node == null ? null : ownership(node),
                sources.sources(),
                inProgress,
                marks,
                rules,
                ticker);
        var cluster = new Cluster(kube, watches.claims, watches.classes, watches.volumes);
        var reporting = new ClaimReporting(events, new ClaimMetrics(metrics), hints);
        return new ClaimReconciler(setup, cluster, saver, reporting, locks);
    }

    private NodeOwnership ownership(OwnNode own) {
        var topology = rules.topology();
        var owned = new OwnershipRules(own, nodeDeployment.immediateBinding(), topology.active(), topology.strict());
        var delays = new Delays(nodeDeployment.startDelay(), nodeDeployment.maxDelay());
        var contest = new Contest(delays, ticker, RandomGenerator.getDefault()::nextDouble);
        return new NodeOwnership(owned, contest, kube, watches.claims, driver);
    }

    private VolumeReconciler volumes(EventRecorder events, KeyLocks<String> locks, CapacityHints hints) {
        var removal = new VolumeRemoval(
                driver, new Lookups(kube), name -> watches.classes.get(ObjectKey.cluster(name)), watches::isAttached);
        var reporting =
                new VolumeReconciler.Reporting(driver.name(), events, new VolumeMetrics(metrics), hints, ticker);
        return new VolumeReconciler(watches.volumes, kube, removal, reporting, locks);
    }

    private boolean isAttaching() {
        return driver.features().can(RPC.Type.PUBLISH_UNPUBLISH_VOLUME);
    }
}
