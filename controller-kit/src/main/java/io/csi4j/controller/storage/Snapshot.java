package io.csi4j.controller.storage;

import org.jspecify.annotations.Nullable;

/**
 * A VolumeSnapshot.
 *
 * @param contentName {@code status.boundVolumeSnapshotContentName}, null while unbound
 * @param readyToUse null while nobody has said
 * @param restoreSize smallest volume it can be restored to, null if unknown
 */
public record Snapshot(
        Meta meta,
        @Nullable String contentName,
        @Nullable Boolean readyToUse,
        @Nullable Quantity restoreSize) implements KubeObject {
    /** The API group of snapshots and their contents. */
    public static final String GROUP = "snapshot.storage.k8s.io";

    public Snapshot withMeta(Meta wanted) {
        return new Snapshot(wanted, contentName, readyToUse, restoreSize);
    }
}
