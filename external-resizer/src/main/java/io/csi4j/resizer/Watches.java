package io.csi4j.resizer;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Pod;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeAttributesClass;
import io.csi4j.controller.watch.Index;
import io.csi4j.controller.watch.Reflectors;
import io.csi4j.controller.watch.Store;
import io.csi4j.resizer.claim.Ownership;
import io.csi4j.resizer.expand.InUse;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.log.Log;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the resizer knows of the cluster: its stores and the reflectors that fill them. Keeps claims with a volume, the
 * volumes that may be ours, and classes and pods only where they are needed.
 */
final class Watches implements AutoCloseable {
    private static final Log log = Log.of(Watches.class);

    final Store<Claim> claims = Store.of(Ownership::isWorthKeeping);
    final Index<Claim> claimsByVolume =
            claims.index(claim -> List.of(claim.spec().volumeName()));
    final Store<Volume> volumes;
    final Store<VolumeAttributesClass> classes = Store.ofAll();
    final Store<Pod> pods = Store.of(InUse::isUser);

    private final KubeApi kube;
    private final Reflectors reflectors = new Reflectors();

    /** Apart, as nobody waits until all pods are known. */
    private final Reflectors late = new Reflectors();

    private final AtomicBoolean watchesPods = new AtomicBoolean();

    Watches(KubeApi kube, String driver) {
        this.kube = kube;
        volumes = Store.of(volume -> Ownership.isWorthKeeping(volume, driver));
    }

    /** Begins to watch claims and volumes; answers false if the program shall end before all are known. */
    boolean fill(Shutdown shutdown) throws InterruptedException {
        reflectors.start(kube, Kinds.CLAIMS, claims);
        reflectors.start(kube, Kinds.VOLUMES_TO_EXPAND, volumes);
        return reflectors.awaitSynced(shutdown);
    }

    /** The same for classes: later, as a cluster without that API would hold expansion up. */
    boolean fillClasses(Shutdown shutdown) throws InterruptedException {
        reflectors.start(kube, Kinds.VOLUME_ATTRIBUTES_CLASSES, classes);
        return reflectors.awaitSynced(shutdown);
    }

    /** Begins to watch pods, the first time it is asked to. */
    void watchPods() {
        if (watchesPods.compareAndSet(false, true)) {
            log.info("watching pods, as the driver refuses to expand volumes in use");
            late.start(kube, Kinds.PODS, pods);
        }
    }

    @Override
    public void close() {
        reflectors.close();
        late.close();
    }
}
