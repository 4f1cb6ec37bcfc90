package io.csi4j.attacher.request;

import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.Volume;

/** What an attachment wants attached. */
public sealed interface Source {
    /** The volume of that name. */
    record Named(String volume) implements Source {}

    /** A volume that has no object of its own. */
    record Inline(Volume.Spec spec) implements Source {}

    /** Blocked unless there is exactly one source. */
    static Step<Source> of(Attachment attachment) {
        String volume = attachment.spec().volumeName();
        Volume.Spec inline = attachment.spec().inlineVolume();
        if (volume != null && inline != null) {
            return Step.blocked("need one of persistentVolumeName and inlineVolumeSpec in the source, got both");
        }
        if (volume != null) {
            return Step.ready(new Named(volume));
        }
        return inline == null
                ? Step.blocked("need one of persistentVolumeName and inlineVolumeSpec in the source, got none")
                : Step.ready(new Inline(inline));
    }
}
