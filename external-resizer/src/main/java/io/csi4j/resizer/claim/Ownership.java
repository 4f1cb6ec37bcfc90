package io.csi4j.resizer.claim;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ClaimPhase;
import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.InTree;
import io.csi4j.controller.storage.Volume;

/** Which claims and volumes concern this program: contract external-resizer.md, section 3. Pure. */
public final class Ownership {
    private Ownership() {}

    /** Whether the claim can have a volume of ours: the rest need not be kept. */
    public static boolean isWorthKeeping(Claim claim) {
        return !claim.spec().volumeName().isEmpty();
    }

    /** Whether a claim may have that volume from us: the driver's, or one of the plugin it took over from. */
    public static boolean isWorthKeeping(Volume volume, String driver) {
        return volume.isOf(driver)
                || (isMigrated(driver) && InTree.isMigratable(volume.spec().source()));
    }

    /** Whether we are to expand that volume for that claim; an in-tree volume only if the claim says so. */
    static boolean isOurs(Volume volume, Claim claim, String driver) {
        boolean saysSo = claim.annotation(Annotations.STORAGE_RESIZER)
                .filter(driver::equals)
                .isPresent();
        return isOf(volume, claim) && (volume.isOf(driver) || (isMigrated(driver) && saysSo));
    }

    private static boolean isMigrated(String driver) {
        return InTree.nameOf(driver).isPresent();
    }

    /** Whether the volume is bound to that very claim; the name is not compared, as upstream does not. */
    static boolean isOf(Volume volume, Claim claim) {
        ClaimReference reference = volume.spec().claimRef();
        return reference != null
                && reference.namespace().equals(claim.key().namespace())
                && reference.uid().equals(claim.uid());
    }

    public static boolean isBound(Claim claim) {
        return claim.status().phase() == ClaimPhase.BOUND;
    }
}
