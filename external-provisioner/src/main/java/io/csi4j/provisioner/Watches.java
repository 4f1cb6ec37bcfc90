package io.csi4j.provisioner;

import io.csi4j.controller.api.Kind;
import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.Selector;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.CsiNode;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.storage.Node;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Index;
import io.csi4j.controller.watch.Reflector;
import io.csi4j.controller.watch.Store;
import io.csi4j.provisioner.claim.Eligibility;
import io.csi4j.provisioner.volume.VolumeFate;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the provisioner knows of the cluster: its stores and the reflectors that fill them. Keeps what concerns the
 * driver and nothing else: claims without a volume that ask for it, its volumes, and only where the driver needs them
 * nodes and attachments. Mutable while it is set up, by one thread.
 */
final class Watches implements AutoCloseable {
    private static final Log log = Log.of(Watches.class);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);
    /** Moments without a full store after which to say so. */
    private static final int SAY_SO_AFTER = 10;

    final Store<Claim> claims;
    final Store<StorageClass> classes = Store.ofAll();
    final Store<Volume> volumes;
    final Store<Node> nodes = Store.ofAll();
    final Store<CsiNode> csiNodes = Store.ofAll();
    final Store<Attachment> attachments = Store.ofAll();
    final Index<Attachment> attachmentsByVolume = attachments.index(Watches::volumeNameOf);

    private final List<Watched<?>> watched = new ArrayList<>();

    private record Watched<T extends KubeObject>(Kind<T> kind, Store<T> store, Reflector<T> reflector) {}

    Watches(String driver) {
        claims = Store.of(claim -> Eligibility.isOpen(driver, claim));
        volumes = Store.of(volume -> VolumeFate.isOurs(volume, driver));
    }

    /**
     * Starts the watches.
     *
     * @param topology whether nodes matter
     * @param attaching whether attachments matter
     */
    void start(KubeApi kube, boolean topology, boolean attaching) {
        start(kube, Kinds.CLAIMS, claims);
        start(kube, Kinds.STORAGE_CLASSES, classes);
        start(kube, Kinds.VOLUMES_WITHOUT_ATTRIBUTES, volumes);
        if (topology) {
            start(kube, Kinds.NODES, nodes);
            start(kube, Kinds.CSI_NODES, csiNodes);
        }
        if (attaching) {
            start(kube, Kinds.ATTACHMENTS, attachments);
        }
    }

    private <T extends KubeObject> void start(KubeApi kube, Kind<T> kind, Store<T> store) {
        var reflector = Reflector.start(kube.listWatch(kind, Selector.ALL), store);
        watched.add(new Watched<>(kind, store, reflector));
    }

    /**
     * Waits until every store has held all there was, and says what is missing while it waits.
     *
     * @return false if the program shall end before that
     */
    boolean awaitSynced(Shutdown shutdown) throws InterruptedException {
        for (var one : watched) {
            for (int waited = 1; !one.store().awaitSynced(A_MOMENT); waited++) {
                if (shutdown.requested()) {
                    return false;
                }
                if (waited % SAY_SO_AFTER == 0) {
                    log.warning(
                            "still listing",
                            "kind",
                            one.kind(),
                            "fault",
                            one.reflector().lastFault());
                }
            }
        }
        return !shutdown.requested();
    }

    /** Whether an attachment names the volume, even one that is going away. */
    boolean isAttached(String volumeName) {
        return !attachmentsByVolume.find(volumeName).isEmpty();
    }

    static List<String> volumeNameOf(Attachment attachment) {
        return Optional.ofNullable(attachment.spec().volumeName()).stream().toList();
    }

    @Override
    public void close() {
        watched.forEach(one -> one.reflector().close());
    }
}
