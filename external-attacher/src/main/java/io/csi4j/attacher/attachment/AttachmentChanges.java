package io.csi4j.attacher.attachment;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.Meta;
import java.util.HashMap;
import java.util.Map;

/** Which change of an attachment is worth a pass (contract 3). Pure. */
public final class AttachmentChanges {
    private AttachmentChanges() {}

    /**
     * False if there is nothing to do now, or if nothing differs but what passes themselves write on the way: saving a
     * fault, our finalizer or the node id must not bring the next try at once. The watch may tell of such a write before
     * its answer has come, so leaving out our own writes at the store is not enough (contract, edge 1).
     *
     * @param finalizer ours
     */
    public static boolean isWorthAPass(Attachment before, Attachment now, String finalizer) {
        return isOpen(now) && !isByAPass(before, now, finalizer);
    }

    /** Whether something is still to be done for it, as far as its object tells. */
    public static boolean isOpen(Attachment attachment) {
        return attachment.isDeleting() || !attachment.status().attached();
    }

    private static boolean isByAPass(Attachment before, Attachment now, String finalizer) {
        boolean isMarked = before.hasFinalizer(finalizer) != now.hasFinalizer(finalizer)
                || !before.annotation(Annotations.NODE_ID).equals(now.annotation(Annotations.NODE_ID));
        return (isMarked || isFaulty(before) || isFaulty(now))
                && bare(before, finalizer).equals(bare(now, finalizer));
    }

    private static boolean isFaulty(Attachment attachment) {
        var status = attachment.status();
        return status.attachError() != null || status.detachError() != null;
    }

    private static Attachment bare(Attachment attachment, String finalizer) {
        var meta = attachment.meta();
        var status = attachment.status();
        Map<String, String> annotations = new HashMap<>(meta.annotations());
        annotations.remove(Annotations.NODE_ID);
        var finalizers = meta.finalizers().stream()
                .filter(name -> !name.equals(finalizer))
                .toList();
        return attachment
                .withMeta(new Meta(meta.key(), meta.uid(), "", meta.deleting(), annotations, finalizers))
                .withStatus(new Attachment.Status(status.attached(), status.publishContext(), null, null));
    }
}
