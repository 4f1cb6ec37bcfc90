package io.csi4j.attacher;

import io.csi4j.attacher.attachment.AttachmentReconciler;
import io.csi4j.attacher.attachment.AttachmentWriter;
import io.csi4j.attacher.attachment.Driver;
import io.csi4j.attacher.attachment.Surroundings;
import io.csi4j.attacher.attachment.TrivialReconciler;
import io.csi4j.attacher.published.Listing;
import io.csi4j.attacher.published.PublishedPass;
import io.csi4j.attacher.volume.VolumeFinalizer;
import io.csi4j.attacher.volume.VolumeLookup;
import io.csi4j.attacher.volume.VolumeReconciler;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.lease.LeaseOptions;
import io.csi4j.controller.storage.Finalizers;
import io.csi4j.controller.work.Backoff;
import io.csi4j.controller.work.QueueMetrics;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.controller.work.Workers;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Everything that works while this process leads: watches, queues, reconcilers and their workers. Works once. */
final class Controllers {
    private final Ticker ticker = Ticker.system();
    private final KubeApi kube;
    private final Driver driver;
    private final AttacherOptions options;
    private final String finalizer;
    private final Watches watches;
    private final WorkQueue<String> attachmentQueue;
    private final WorkQueue<String> volumeQueue;
    private final WakeUps wakeUps;
    private final List<Workers<?>> workers = new ArrayList<>();
    private final List<Periodic> periodic = new ArrayList<>();

    Controllers(KubeApi kube, Driver driver, AttacherOptions options, MetricsRegistry metrics) {
        this.kube = kube;
        this.driver = driver;
        this.options = options;
        finalizer = Finalizers.ATTACHER_PREFIX + LeaseOptions.sanitized(driver.name());
        watches = new Watches(driver.name(), finalizer);
        var queues = new QueueMetrics(metrics);
        var retry = new Backoff(options.retry().start(), options.retry().max());
        attachmentQueue = new WorkQueue<>("csi-attacher-va", retry, ticker, queues);
        volumeQueue = new WorkQueue<>("csi-attacher-pv", retry, ticker, queues);
        wakeUps = new WakeUps(watches, driver.name(), attachmentQueue, volumeQueue);
    }

    /**
     * Fills the stores, lets the workers go and drains them when the program shall end.
     *
     * @param isLost whether another process may be at work by then: passes are cut off instead of drained
     */
    Exit work(Shutdown shutdown, BooleanSupplier isLost) throws InterruptedException {
        try (watches) {
            var writer = new AttachmentWriter(kube, watches.attachments, wakeUps.subscribe(), attachmentQueue::add);
            watches.start(kube, driver.abilities().attaches());
            if (watches.awaitSynced(shutdown)) {
                start(writer);
            }
            Exit exit = shutdown.await();
            periodic.forEach(Periodic::close);
            Workers.drainAll(workers, isLost.getAsBoolean());
            return exit;
        }
    }

    private void start(AttachmentWriter writer) {
        if (driver.abilities().attaches()) {
            startAttaching(writer);
        } else {
            workers.add(
                    Workers.start(attachmentQueue, options.workers(), new TrivialReconciler(driver.name(), writer)));
        }
        var resync = options.reconcile().resync();
        if (resync.isPositive()) {
            periodic.add(Periodic.afterPause("resync", resync, ticker, wakeUps::everything));
        }
    }

    private void startAttaching(AttachmentWriter writer) {
        var release = new VolumeFinalizer(kube, watches.volumes, finalizer);
        var surroundings = new Surroundings(kube, watches.csiNodes, new VolumeLookup(kube, watches.volumes), release);
        var rules = new AttachmentReconciler.Rules(
                finalizer, options.defaultFsType(), options.mutableAllocatable(), options.workers());
        var attachments = new AttachmentReconciler(driver, surroundings, writer, rules, ticker);
        var volumes = new VolumeReconciler(watches.volumes, watches.byVolume, watches::isToBeReleased, release);
        workers.add(Workers.start(attachmentQueue, options.workers(), attachments));
        workers.add(Workers.start(volumeQueue, options.workers(), volumes));
        if (driver.abilities().tellsPublished()) {
            startComparing(surroundings, attachments);
        }
    }

    private void startComparing(Surroundings surroundings, AttachmentReconciler attachments) {
        var listing = new Listing(
                driver.calls(), options.maxEntries(), options.reconcile().limit(), ticker);
        var cluster = new PublishedPass.Cluster(driver.name(), watches.attachments, surroundings);
        var pass = new PublishedPass(listing, cluster, attachments, attachmentQueue);
        periodic.add(Periodic.atOnce("published", options.reconcile().pause(), ticker, pass::run));
    }
}
