package io.csi4j.attacher.attachment;

import io.csi4j.attacher.request.Problem;
import io.csi4j.attacher.request.Step;
import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.Patch;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.watch.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes attachments and puts the answers into the store at once. Our own writes wake nobody, so that saving the node id
 * does not bring a second publish (contract, edge 1).
 */
public final class AttachmentWriter {
    private final KubeApi kube;
    private final Store<Attachment> attachments;
    private final Store.Subscription<Attachment> own;
    private final Consumer<String> again;

    /**
     * @param own who listens to the store for us, and need not hear of these writes
     * @param again asks for another pass over the attachment of that name
     */
    public AttachmentWriter(
            KubeApi kube, Store<Attachment> attachments, Store.Subscription<Attachment> own, Consumer<String> again) {
        this.kube = kube;
        this.attachments = attachments;
        this.own = own;
        this.again = again;
    }

    /** The attachment as it is known now, if it is still the same one. */
    Optional<Attachment> latest(Attachment seen) {
        return find(seen.name()).filter(found -> found.uid().equals(seen.uid()));
    }

    Optional<Attachment> find(String name) {
        return attachments.get(ObjectKey.cluster(name));
    }

    /** Asks for another pass over the attachment of that name. */
    void wake(String name) {
        again.accept(name);
    }

    Step<Attachment> mark(Attachment seen, String finalizer, String nodeId) {
        return AttachmentPatches.marked(seen, finalizer, nodeId)
                .map(patch -> write(seen, patch, "save the finalizer and the node id"))
                .orElseGet(() -> Step.ready(seen));
    }

    Step<Attachment> attached(Attachment seen, Map<String, String> context) {
        return AttachmentPatches.attached(seen, context)
                .map(patch -> write(seen, patch, "save that it is attached"))
                .orElseGet(() -> Step.ready(seen));
    }

    /** As detached as an object that is gone. */
    Step<Attachment> detached(Attachment seen) {
        return AttachmentPatches.detached(seen)
                .map(patch -> writeIfThere(seen, patch, "save that it is detached"))
                .orElseGet(() -> Step.ready(seen));
    }

    Step<Attachment> release(Attachment seen, String finalizer) {
        return writeIfThere(seen, AttachmentPatches.released(seen, finalizer), "remove the finalizer");
    }

    Step<Attachment> failed(Attachment seen, String field, Attachment.Fault fault) {
        return write(seen, AttachmentPatches.failed(seen, field, fault), "save the fault");
    }

    private Step<Attachment> writeIfThere(Attachment seen, Patch patch, String doing) {
        var reply = send(seen, patch);
        return reply instanceof Reply.Absent<Attachment> ? Step.ready(gone(seen)) : taken(seen, reply, doing);
    }

    private Step<Attachment> write(Attachment seen, Patch patch, String doing) {
        return taken(seen, send(seen, patch), doing);
    }

    private Reply<Attachment> send(Attachment seen, Patch patch) {
        return attachments.write(
                own, other -> other.key().equals(seen.key()), () -> kube.patch(Kinds.ATTACHMENTS, seen.key(), patch));
    }

    private Step<Attachment> taken(Attachment seen, Reply<Attachment> reply, String doing) {
        if (reply instanceof Reply.Found<Attachment>(var written)) {
            // The watch will not tell: what it says of this state is no news to the store.
            if (written.isDeleting() && !seen.isDeleting()) {
                wake(seen.name());
            }
            return Step.ready(written);
        }
        return new Step.Blocked<>(Problem.of("cannot " + doing + ": " + reply.problem()));
    }

    private static Attachment gone(Attachment seen) {
        return seen.withMeta(seen.meta().withFinalizers(List.of()));
    }
}
