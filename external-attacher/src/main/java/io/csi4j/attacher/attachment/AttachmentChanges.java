package io.csi4j.attacher.attachment;

import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.Meta;
import java.util.stream.Stream;

/** Which change of an attachment is worth a pass (contract 3). Pure. */
public final class AttachmentChanges {
    private AttachmentChanges() {}

    /**
     * False if nothing but the saved faults differs, or they are there and nothing differs: saving a fault must not
     * bring the next try at once.
     */
    public static boolean isWorthAPass(Attachment before, Attachment now) {
        boolean faulty = Stream.of(before, now)
                .map(Attachment::status)
                .anyMatch(status -> status.attachError() != null || status.detachError() != null);
        return !faulty || !bare(before).equals(bare(now));
    }

    /** Whether something is still to be done for it, as far as its object tells. */
    public static boolean isOpen(Attachment attachment) {
        return attachment.isDeleting() || !attachment.status().attached();
    }

    private static Attachment bare(Attachment attachment) {
        var meta = attachment.meta();
        var status = attachment.status();
        return attachment
                .withMeta(new Meta(meta.key(), meta.uid(), "", meta.deleting(), meta.annotations(), meta.finalizers()))
                .withStatus(new Attachment.Status(status.attached(), status.publishContext(), null, null));
    }
}
