package io.csi4j.attacher.volume;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.InTree;
import io.csi4j.controller.storage.Volume;

/** Whether our finalizer has to go from a volume (contract 3 and 5). Pure. */
public final class VolumeFate {
    private VolumeFate() {}

    /**
     * Whether it shall go once no attachment names the volume: the volume is being deleted, or an in-tree volume was
     * handed back to the plugin it came from.
     */
    public static boolean isToBeReleased(Volume volume, String driver, String finalizer) {
        return volume.hasFinalizer(finalizer) && (volume.isDeleting() || isHandedBack(volume, driver));
    }

    private static boolean isHandedBack(Volume volume, String driver) {
        return InTree.isMigratable(volume.spec().source())
                && volume.annotation(Annotations.MIGRATED_TO)
                        .filter(driver::equals)
                        .isEmpty();
    }
}
