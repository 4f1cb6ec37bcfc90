package io.csi4j.attacher;

import io.csi4j.attacher.attachment.AttachmentChanges;
import io.csi4j.attacher.volume.VolumeFate;
import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.CsiNode;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Index;
import io.csi4j.controller.watch.Reflectors;
import io.csi4j.controller.watch.Store;
import io.csi4j.sidecar.launch.Shutdown;
import java.util.List;
import java.util.Optional;

/**
 * What the attacher knows of the cluster: all attachments, as those of other drivers hold volumes too, this driver's
 * volumes and those that carry its finalizer, and the CSINodes. A driver that needs no attaching needs attachments only.
 */
final class Watches implements AutoCloseable {
    final Store<Attachment> attachments = Store.ofAll();
    final Store<Volume> volumes;
    final Store<CsiNode> csiNodes = Store.ofAll();
    final Index<Attachment> byVolume = attachments.index(Watches::volumeNameOf);
    /** Of ours, those that may wait for their node: a list of all that a node has would be copied with each change. */
    final Index<Attachment> openByNode = attachments.index(this::nodeNameIfOpen);

    /** Ours, on attachments and volumes. */
    final String finalizer;

    private final Reflectors reflectors = new Reflectors();
    private final String driver;

    Watches(String driver, String finalizer) {
        this.driver = driver;
        this.finalizer = finalizer;
        volumes = Store.of(volume -> volume.isOf(driver) || volume.hasFinalizer(finalizer));
    }

    /** @param attaching whether volumes and nodes matter */
    void start(KubeApi kube, boolean attaching) {
        reflectors.start(kube, Kinds.ATTACHMENTS, attachments);
        if (attaching) {
            reflectors.start(kube, Kinds.VOLUMES_TO_ATTACH, volumes);
            reflectors.start(kube, Kinds.CSI_NODES, csiNodes);
        }
    }

    /** Waits until every store has held all there was; false if the program shall end before that. */
    boolean awaitSynced(Shutdown shutdown) throws InterruptedException {
        return reflectors.awaitSynced(shutdown);
    }

    boolean isOurs(Attachment attachment) {
        return attachment.spec().attacher().equals(driver);
    }

    boolean isToBeReleased(Volume volume) {
        return VolumeFate.isToBeReleased(volume, driver, finalizer);
    }

    static List<String> volumeNameOf(Attachment attachment) {
        return Optional.ofNullable(attachment.spec().volumeName()).stream().toList();
    }

    private List<String> nodeNameIfOpen(Attachment attachment) {
        return isOurs(attachment) && AttachmentChanges.isOpen(attachment)
                ? List.of(attachment.spec().nodeName())
                : List.of();
    }

    @Override
    public void close() {
        reflectors.close();
    }
}
