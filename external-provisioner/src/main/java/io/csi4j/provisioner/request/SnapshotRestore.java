package io.csi4j.provisioner.request;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Finalizers;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.Snapshot;
import io.csi4j.controller.storage.SnapshotContent;
import io.csi4j.controller.storage.VolumeMode;
import io.csi4j.spec.v1.VolumeContentSource;
import java.util.Set;

/** Whether a claim's volume can be made from a snapshot (contract 5.1); all that is in the way may go by itself. */
public final class SnapshotRestore {
    /** What Go reads as true, and upstream with it. */
    private static final Set<String> YES = Set.of("1", "t", "T", "true", "TRUE", "True");

    private final Claim claim;
    private final String provisioner;
    private final boolean keepsMode;

    /**
     * @param provisioner of the claim's class
     * @param keepsMode whether a snapshot of a block volume stays one and so on, unless its content allows the change
     */
    public SnapshotRestore(Claim claim, String provisioner, boolean keepsMode) {
        this.claim = claim;
        this.provisioner = provisioner;
        this.keepsMode = keepsMode;
    }

    /**
     * The name of the snapshot's content. A snapshot on its way out will do only for a claim that had begun before,
     * which its finalizer tells.
     */
    public static Step<String> contentOf(Snapshot snapshot) {
        if (snapshot.isDeleting() && !snapshot.hasFinalizer(Finalizers.SNAPSHOT_SOURCE)) {
            return Step.noChange("the snapshot is being deleted");
        }
        String content = snapshot.contentName();
        return content == null || content.isEmpty()
                ? Step.noChange("the snapshot has no content yet")
                : Step.ready(content);
    }

    /** What the driver is to fill the volume from. */
    public Step<VolumeContentSource> from(Snapshot snapshot, SnapshotContent content) {
        if (!content.snapshotUid().equals(snapshot.uid())
                || !content.snapshotKey().equals(snapshot.key())) {
            return Step.noChange("its content " + content.name() + " belongs to another snapshot");
        }
        if (!content.driver().equals(provisioner)) {
            return Step.noChange("the snapshot was taken by driver \"" + content.driver()
                    + "\", but the claim's class is of driver \"" + provisioner + "\"");
        }
        if (!Boolean.TRUE.equals(snapshot.readyToUse())) {
            return Step.noChange("the snapshot is not ready to use");
        }
        return handle(content)
                .then(handle ->
                        isLargeEnough(snapshot).then(_ -> keepsMode(content)).then(_ -> Step.ready(message(handle))));
    }

    private static Step<String> handle(SnapshotContent content) {
        String handle = content.snapshotHandle();
        return handle == null || handle.isEmpty()
                ? Step.noChange("its content " + content.name() + " has no handle of the driver yet")
                : Step.ready(handle);
    }

    /** Whether the driver must make more of the volume than the snapshot fills; many can, so this stops nothing. */
    public boolean isToGrow(Snapshot snapshot) {
        Quantity least = snapshot.restoreSize();
        return least != null && claim.requestedBytes() > least.bytes();
    }

    private Step<Snapshot> isLargeEnough(Snapshot snapshot) {
        Quantity least = snapshot.restoreSize();
        return least == null || claim.requestedBytes() >= least.bytes()
                ? Step.ready(snapshot)
                : Step.noChange("the claim requests " + claim.requestedBytes() + " bytes, but the snapshot needs "
                        + least.bytes());
    }

    private Step<SnapshotContent> keepsMode(SnapshotContent content) {
        VolumeMode wanted = claim.spec().volumeMode();
        String source = content.sourceVolumeMode();
        boolean isSame = wanted == null || source == null || wanted.wireName().equals(source);
        boolean isAllowed = content.annotation(Annotations.ALLOW_VOLUME_MODE_CHANGE)
                .filter(YES::contains)
                .isPresent();
        // Users' tests look for these words in events: contract 5.1.
        return !keepsMode || isSame || isAllowed
                ? Step.ready(content)
                : Step.noChange(
                        "the claim modifies the mode of the source volume but does not have permission to do so:"
                                + " content " + content.name() + " needs the annotation "
                                + Annotations.ALLOW_VOLUME_MODE_CHANGE
                                + "=true");
    }

    private static VolumeContentSource message(String handle) {
        return VolumeContentSource.newBuilder()
                .setSnapshot(VolumeContentSource.SnapshotSource.newBuilder().setSnapshotId(handle))
                .build();
    }
}
