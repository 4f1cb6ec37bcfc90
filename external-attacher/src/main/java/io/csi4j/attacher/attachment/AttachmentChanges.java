package io.csi4j.attacher.attachment;

import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.Meta;

/** Which change of an attachment is worth a pass (contract 3). Pure. */
public final class AttachmentChanges {
    private AttachmentChanges() {}

    /** False if there is nothing to do now, or if nothing differs but a fault that was saved: that brings no next try. */
    public static boolean isWorthAPass(Attachment before, Attachment now) {
        return isOpen(now) && !isAboutFaults(before, now);
    }

    /** Whether something is still to be done for it, as far as its object tells. */
    public static boolean isOpen(Attachment attachment) {
        return attachment.isDeleting() || !attachment.status().attached();
    }

    private static boolean isAboutFaults(Attachment before, Attachment now) {
        return (isFaulty(before) || isFaulty(now)) && bare(before).equals(bare(now));
    }

    private static boolean isFaulty(Attachment attachment) {
        var status = attachment.status();
        return status.attachError() != null || status.detachError() != null;
    }

    private static Attachment bare(Attachment attachment) {
        var meta = attachment.meta();
        var status = attachment.status();
        return attachment
                .withMeta(new Meta(meta.key(), meta.uid(), "", meta.deleting(), meta.annotations(), meta.finalizers()))
                .withStatus(new Attachment.Status(status.attached(), status.publishContext(), null, null));
    }
}
