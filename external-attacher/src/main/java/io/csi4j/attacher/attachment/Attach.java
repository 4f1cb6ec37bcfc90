package io.csi4j.attacher.attachment;

import io.csi4j.attacher.request.CsiVolume;
import io.csi4j.attacher.request.PublishRequest;
import io.csi4j.attacher.request.Step;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.spec.v1.ControllerPublishVolumeRequest;

/** One try to attach (contract 4.1): gather, mark, call, save. */
final class Attach {
    private final Driver driver;
    private final Surroundings surroundings;
    private final AttachmentWriter writer;
    private final AttachmentReconciler.Rules rules;

    Attach(Driver driver, Surroundings surroundings, AttachmentWriter writer, AttachmentReconciler.Rules rules) {
        this.driver = driver;
        this.surroundings = surroundings;
        this.writer = writer;
        this.rules = rules;
    }

    /** The attachment as it stands when it is attached. */
    Step<Attachment> run(Attachment seen) {
        return surroundings
                .volumeToAttach(seen)
                .then(volume -> PublishRequest.of(volume, driver.abilities(), rules.fsType())
                        .then(draft -> complete(seen, volume, draft))
                        .then(request -> publish(seen, request, volume.migrated())));
    }

    private Step<ControllerPublishVolumeRequest> complete(
            Attachment seen, CsiVolume volume, ControllerPublishVolumeRequest draft) {
        return surroundings
                .secrets(volume)
                .then(secrets -> surroundings
                        .nodeIdForAttach(seen)
                        .then(nodeId -> Step.ready(draft.toBuilder()
                                .putAllSecrets(secrets)
                                .setNodeId(nodeId)
                                .build())));
    }

    private Step<Attachment> publish(Attachment seen, ControllerPublishVolumeRequest request, boolean migrated) {
        return writer.mark(seen, rules.finalizer(), request.getNodeId())
                .then(marked -> driver.publish(request, migrated)
                        .then(response -> writer.attached(marked, response.getPublishContextMap())));
    }
}
