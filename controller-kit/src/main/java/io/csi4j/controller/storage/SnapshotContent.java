package io.csi4j.controller.storage;

import org.jspecify.annotations.Nullable;

/**
 * A VolumeSnapshotContent: what a driver knows a snapshot by.
 *
 * @param snapshotUid of the VolumeSnapshot it belongs to; empty if not bound
 * @param snapshotHandle null while the driver has not cut it; {@code hasStatus} tells no status from no handle
 */
public record SnapshotContent(
        Meta meta,
        String driver,
        ObjectKey snapshotKey,
        String snapshotUid,
        @Nullable String sourceVolumeMode,
        boolean hasStatus,
        @Nullable String snapshotHandle)
        implements KubeObject {}
