package io.csi4j.provisioner;

import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.controller.work.Workers;
import io.csi4j.provisioner.request.DriverFeatures;
import io.csi4j.provisioner.source.CloneProtection;
import io.csi4j.provisioner.source.GrantWatch;
import io.csi4j.provisioner.source.SnapshotWatch;
import io.csi4j.provisioner.source.SourceWakeUps;
import io.csi4j.provisioner.source.Sources;
import io.csi4j.provisioner.source.Usage;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What looks after the snapshots and claims that volumes are filled from, while this process leads; each part only if
 * the driver can do what it is for.
 */
final class SourceControl implements AutoCloseable {
    private final KubeApi kube;
    private final Watches watches;
    private final DriverFeatures driver;
    private final ProvisionerOptions.Sources options;
    private final CloneProtection clones;
    private final SnapshotWatch snapshots;
    private final GrantWatch grants;
    private final Usage usage;

    SourceControl(
            KubeApi kube,
            Watches watches,
            DriverFeatures driver,
            ProvisionerOptions options,
            Supplier<Stream<Claim>> inProgress) {
        this.kube = kube;
        this.watches = watches;
        this.driver = driver;
        this.options = options.sources();
        usage = new Usage(watches.claimsBySource, inProgress);
        clones = new CloneProtection(kube, watches.claims, usage);
        snapshots = new SnapshotWatch(kube, usage, this.options.sweep());
        grants = new GrantWatch(options.gates().enabled(ProvisionerOptions.CROSS_NAMESPACE));
    }

    /** For the attempts. */
    Sources sources() {
        return new Sources(kube, grants, usage, options.keepsMode());
    }

    /** Before the stores fill: who is to be queued when something changes. */
    void subscribe(WorkQueue<String> claimQueue, WorkQueue<ObjectKey> cloneQueue) {
        new SourceWakeUps(watches.claimsBySource, watches.claimsByForeignNamespace, claimQueue)
                .subscribe(watches.claims, snapshots, grants);
        if (driver.can(RPC.Type.CLONE_VOLUME)) {
            clones.subscribe(cloneQueue);
        }
        grants.start(kube);
    }

    /** Once the claims are known. */
    List<Workers<?>> start(WorkQueue<ObjectKey> cloneQueue, WorkQueue<String> sweepQueue) {
        var workers = new ArrayList<Workers<?>>();
        if (driver.can(RPC.Type.CLONE_VOLUME)) {
            workers.add(Workers.start(cloneQueue, options.cloneWorkers(), clones));
        }
        if (driver.can(RPC.Type.CREATE_DELETE_SNAPSHOT)) {
            workers.add(Workers.start(sweepQueue, 1, snapshots));
            sweepQueue.add(SnapshotWatch.SWEEP);
        }
        return workers;
    }

    @Override
    public void close() {
        snapshots.close();
        grants.close();
    }
}
