package io.csi4j.provisioner.request;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ClaimPhase;
import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumePhase;
import io.csi4j.spec.v1.VolumeContentSource;

/** Whether a claim's volume can be made from another claim's (contract 5.2); all in the way may go by itself. */
public final class ClaimClone {
    private final Claim claim;
    private final Claim source;

    public ClaimClone(Claim claim, Claim source) {
        this.claim = claim;
        this.source = source;
    }

    /** The name of the source's volume. */
    public Step<String> volumeName() {
        if (source.status().phase() != ClaimPhase.BOUND) {
            return Step.noChange("the source claim is not bound");
        }
        if (source.isDeleting()) {
            return Step.noChange("the source claim is being deleted");
        }
        if (claim.spec().storageClassName() == null) {
            return Step.noChange("the claim names no storage class");
        }
        if (source.spec().storageClassName() == null) {
            return Step.noChange("the source claim names no storage class");
        }
        if (claim.requestedBytes() < source.requestedBytes()) {
            return Step.noChange("the claim requests " + claim.requestedBytes() + " bytes, less than the "
                    + source.requestedBytes() + " of the source claim");
        }
        return source.spec().volumeName().isEmpty()
                ? Step.noChange("the source claim names no volume")
                : Step.ready(source.spec().volumeName());
    }

    /**
     * Whether the volume is the source's and of our driver. The reason is for the log: who may make claims need not
     * learn about volumes.
     *
     * @param provisioner of the claim's class
     */
    public Step<Volume> checked(Volume volume, String provisioner) {
        if (volume.csi().isEmpty()) {
            return Step.noChange("the volume is of no CSI driver");
        }
        if (!volume.isOf(provisioner)) {
            return Step.noChange("the volume is of driver " + volume.csi().get().driver() + ", not of " + provisioner);
        }
        ClaimReference bound = volume.spec().claimRef();
        if (bound == null) {
            return Step.noChange("the volume is bound to no claim");
        }
        if (!bound.uid().equals(source.uid()) || !bound.key().equals(source.key())) {
            return Step.noChange("the volume is bound to claim " + bound.key() + " with UID " + bound.uid());
        }
        return volume.phase() == VolumePhase.BOUND
                ? Step.ready(volume)
                : Step.noChange("the volume is " + volume.phase().wireName() + ", not Bound");
    }

    /** What the driver is to fill the volume from. */
    public Step<VolumeContentSource> from(Volume volume) {
        if (claim.isBlock() != source.isBlock()) {
            return Step.noChange("the volume modes of the claim and of the source claim differ");
        }
        return volume.csi()
                .map(csi -> Step.ready(VolumeContentSource.newBuilder()
                        .setVolume(VolumeContentSource.VolumeSource.newBuilder().setVolumeId(csi.volumeHandle()))
                        .build()))
                .orElseGet(() -> Step.noChange("the volume is of no CSI driver"));
    }
}
