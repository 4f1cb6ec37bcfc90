package io.csi4j.attacher.request;

import io.csi4j.controller.storage.InTree;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeSource;

/** A volume that a CSI driver serves. */
public record CsiVolume(Volume.Spec spec, VolumeSource.Csi csi) {
    /**
     * Blocked unless it has a CSI source. Which driver that names is not compared with ours: the attachment chose.
     *
     * @param what the volume, for the message
     */
    public static Step<CsiVolume> of(String what, Volume.Spec spec) {
        return switch (spec.source()) {
            case VolumeSource.Csi csi -> Step.ready(new CsiVolume(spec, csi));
            case VolumeSource.Other(var field) -> Step.blocked(refusal(what, spec.source(), field));
        };
    }

    private static String refusal(String what, VolumeSource source, String field) {
        return InTree.isMigratable(source)
                ? what + " is an in-tree volume (" + field + "), which this version of the attacher does not translate"
                : what + " has no CSI source";
    }
}
