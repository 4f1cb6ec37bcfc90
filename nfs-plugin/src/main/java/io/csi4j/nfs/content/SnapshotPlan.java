package io.csi4j.nfs.content;

import io.csi4j.nfs.share.ShareTarget;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.nfs.volumeid.SnapshotId;

/**
 * A snapshot to be made.
 *
 * @param source share and directory of the volume
 * @param target share the archive goes to
 */
public record SnapshotPlan(SnapshotId id, Place source, ShareTarget target) {
    /** A directory of a share. */
    public record Place(ShareTarget share, SharePath directory) {}
}
