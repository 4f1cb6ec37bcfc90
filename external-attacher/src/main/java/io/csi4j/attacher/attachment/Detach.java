package io.csi4j.attacher.attachment;

import io.csi4j.attacher.request.CsiVolume;
import io.csi4j.attacher.request.Step;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.spec.v1.ControllerUnpublishVolumeRequest;

/** One try to detach (contract 4.2): gather, call, save. */
final class Detach {
    private final Driver driver;
    private final Surroundings surroundings;
    private final AttachmentWriter writer;
    private final String finalizer;

    Detach(Driver driver, Surroundings surroundings, AttachmentWriter writer, String finalizer) {
        this.driver = driver;
        this.surroundings = surroundings;
        this.writer = writer;
        this.finalizer = finalizer;
    }

    /** The attachment as it stands when it is detached. */
    Step<Attachment> run(Attachment seen) {
        return surroundings
                .volumeToDetach(seen)
                .then(volume -> request(seen, volume).then(request -> driver.unpublish(request, volume.migrated())))
                .then(_ -> save(seen));
    }

    private Step<ControllerUnpublishVolumeRequest> request(Attachment seen, CsiVolume volume) {
        return surroundings
                .secrets(volume)
                .then(secrets -> surroundings
                        .nodeIdForDetach(seen)
                        .then(nodeId -> Step.ready(ControllerUnpublishVolumeRequest.newBuilder()
                                .setVolumeId(volume.csi().volumeHandle())
                                .setNodeId(nodeId)
                                .putAllSecrets(secrets)
                                .build())));
    }

    /**
     * With our finalizer as the last one, taking it off removes the object, and there is no status left to write. If
     * others hold the object too, the status goes first: were it second and the program ended in between, nobody would
     * ever say that the volume is detached.
     */
    private Step<Attachment> save(Attachment seen) {
        if (!seen.hasFinalizer(finalizer)) {
            return writer.detached(seen);
        }
        boolean isLast = seen.finalizers().stream().allMatch(finalizer::equals);
        return isLast
                ? writer.release(seen, finalizer).then(this::saveUnlessGone)
                : writer.detached(seen).then(detached -> writer.release(detached, finalizer));
    }

    private Step<Attachment> saveUnlessGone(Attachment released) {
        return released.isDeleting() && released.finalizers().isEmpty()
                ? Step.ready(released)
                : writer.detached(released);
    }
}
