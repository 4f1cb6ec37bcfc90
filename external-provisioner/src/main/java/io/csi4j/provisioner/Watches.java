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
import io.csi4j.controller.watch.Reflectors;
import io.csi4j.controller.watch.Store;
import io.csi4j.provisioner.claim.Eligibility;
import io.csi4j.provisioner.ownership.NodeOwnership;
import io.csi4j.provisioner.request.ContentSource;
import io.csi4j.provisioner.source.CloneProtection;
import io.csi4j.provisioner.source.Usage;
import io.csi4j.provisioner.topology.OwnNode;
import io.csi4j.provisioner.volume.VolumeFate;
import io.csi4j.sidecar.launch.Shutdown;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the provisioner knows of the cluster: its stores and the reflectors that fill them. Keeps what concerns the
 * driver and nothing else: claims without a volume that ask for it, what is copied
 * from claims, its volumes, and only where the driver needs them
 * nodes and attachments. Mutable while it is set up, by one thread.
 */
final class Watches implements AutoCloseable {
    final Store<Claim> claims;
    final Index<Claim> claimsBySource;
    final Index<Claim> claimsByForeignNamespace;
    final Store<StorageClass> classes = Store.ofAll();
    final Store<Volume> volumes;
    final Store<Node> nodes = Store.ofAll();
    final Store<CsiNode> csiNodes = Store.ofAll();
    final Store<Attachment> attachments = Store.ofAll();
    final Index<Attachment> attachmentsByVolume = attachments.index(Watches::volumeNameOf);

    private final Reflectors reflectors = new Reflectors();

    /** @param node the only one whose claims and volumes we keep, null for all */
    Watches(String driver, @Nullable OwnNode node) {
        claims = Store.of(claim -> isOurs(driver, node, claim) || isAboutSources(claim));
        claimsBySource = claims.index(Usage::terms);
        claimsByForeignNamespace = claims.index(
                claim -> ContentSource.foreignNamespace(claim).stream().toList());
        volumes = Store.of(volume -> VolumeFate.isOurs(volume, driver)
                && (node == null || node.reaches(volume.spec().nodeAffinity())));
    }

    private static boolean isOurs(String driver, @Nullable OwnNode node, Claim claim) {
        return Eligibility.isOurs(driver, claim) && (node == null || NodeOwnership.mayBe(claim, node.name()));
    }

    /** Sources under protection, claims of any driver that copy from one, and sources that claims wait for. */
    private boolean isAboutSources(Claim claim) {
        return CloneProtection.isProtected(claim)
                || Usage.isCopying(claim)
                || !claimsBySource
                        .find(new ContentSource.FromClaim(claim.key()).toString())
                        .isEmpty();
    }

    /**
     * Starts the watches.
     *
     * @param nodesMatter to claims or to the capacity
     * @param attaching whether attachments matter
     */
    void start(KubeApi kube, boolean nodesMatter, boolean attaching) {
        reflectors.start(kube, Kinds.CLAIMS, claims);
        reflectors.start(kube, Kinds.STORAGE_CLASSES, classes);
        reflectors.start(kube, Kinds.VOLUMES_WITHOUT_ATTRIBUTES, volumes);
        if (nodesMatter) {
            reflectors.start(kube, Kinds.NODES, nodes);
            reflectors.start(kube, Kinds.CSI_NODES, csiNodes);
        }
        if (attaching) {
            reflectors.start(kube, Kinds.ATTACHMENTS, attachments);
        }
    }

    /** Starts one more watch, of objects that another room keeps. */
    <T extends KubeObject> void start(KubeApi kube, Kind<T> kind, Selector selector, Store<T> store) {
        reflectors.start(kube, kind, selector, store);
    }

    /**
     * Waits until every store has held all there was.
     *
     * @return false if the program shall end before that
     */
    boolean awaitSynced(Shutdown shutdown) throws InterruptedException {
        return reflectors.awaitSynced(shutdown);
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
        reflectors.close();
    }
}
