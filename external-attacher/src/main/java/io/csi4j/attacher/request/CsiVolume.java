package io.csi4j.attacher.request;

import io.csi4j.controller.intree.Translated;
import io.csi4j.controller.intree.Translation;
import io.csi4j.controller.storage.InTree;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeSource;

/**
 * A volume that a CSI driver serves.
 *
 * @param migrated whether it is a volume of an in-tree plugin, translated
 */
public record CsiVolume(Volume.Spec spec, VolumeSource.Csi csi, boolean migrated) {
    /**
     * Blocked unless it has a CSI source, or one that can be translated. Which driver that names is not compared with
     * ours: the attachment chose.
     */
    public static Step<CsiVolume> of(Volume volume) {
        boolean migrated = InTree.isMigratable(volume.spec().source());
        return switch (Translation.of(volume)) {
            case Translated.Csi(var spec) -> of("persistentvolume " + volume.name(), spec, migrated);
            case Translated.Impossible(var why) ->
                Step.blocked("persistentvolume " + volume.name() + " cannot be attached: " + why);
        };
    }

    /**
     * The volume an attachment carries itself; it was translated by whoever made the attachment.
     *
     * @param attachment its name
     */
    public static Step<CsiVolume> inline(String attachment, Volume.Spec spec) {
        return of("the inline volume of " + attachment, spec, false);
    }

    private static Step<CsiVolume> of(String what, Volume.Spec spec, boolean migrated) {
        return spec.source() instanceof VolumeSource.Csi csi
                ? Step.ready(new CsiVolume(spec, csi, migrated))
                : Step.blocked(what + " has no CSI source");
    }
}
