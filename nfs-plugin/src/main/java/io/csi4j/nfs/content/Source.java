package io.csi4j.nfs.content;

import io.csi4j.nfs.share.ShareTarget;
import io.csi4j.nfs.volumeid.SnapshotId;

/** What a new volume is filled from. */
public sealed interface Source {
    /** The text of its handle, to tell sources apart. */
    String handle();

    /** An archive, on a share. */
    record Snapshot(String handle, SnapshotId id, ShareTarget share) implements Source {}

    /** The directory of another volume. */
    record Volume(String handle, SnapshotPlan.Place place) implements Source {}
}
