package io.csi4j.provisioner.volume;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Finalizers;
import io.csi4j.controller.storage.InTree;
import io.csi4j.controller.storage.ReclaimPolicy;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumePhase;

/** What the provisioner owes a volume (contract 8.1). Pure. */
public final class VolumeFate {
    /** What becomes of our finalizer. */
    enum Protection {
        ADD,
        REMOVE,
        LEAVE
    }

    private VolumeFate() {}

    /** Whether this driver answers for the volume; volumes made by hand for it are ours as well. */
    public static boolean isOurs(Volume volume, String driver) {
        boolean migratedHere = volume.annotation(Annotations.MIGRATED_TO)
                .filter(driver::equals)
                .isPresent();
        boolean named = volume.annotation(Annotations.PROVISIONED_BY)
                .map(by -> InTree.isNameOf(driver, by))
                .orElseGet(() -> volume.isOf(driver));
        return named || migratedHere;
    }

    /** Whether anything is to be done about the volume as it stands. */
    static boolean isOwed(Volume volume) {
        return protection(volume) != Protection.LEAVE || isDeletionWanted(volume);
    }

    static Protection protection(Volume volume) {
        boolean there = volume.hasFinalizer(Finalizers.PROVISIONER);
        ReclaimPolicy policy = volume.spec().reclaimPolicy();
        if (policy == ReclaimPolicy.DELETE) {
            boolean wanted = !volume.isDeleting() && volume.phase() == VolumePhase.BOUND;
            return wanted && !there ? Protection.ADD : Protection.LEAVE;
        }
        return policy != null && there ? Protection.REMOVE : Protection.LEAVE;
    }

    /** Whether the volume is to be deleted at the driver; what was deleted there already carries no finalizer of ours. */
    static boolean isDeletionWanted(Volume volume) {
        return volume.phase() == VolumePhase.RELEASED
                && volume.spec().reclaimPolicy() == ReclaimPolicy.DELETE
                && (!volume.isDeleting() || volume.hasFinalizer(Finalizers.PROVISIONER));
    }
}
