package io.csi4j.nfs.content;

import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.nfs.volumeid.SnapshotId;
import java.util.List;
import java.util.Optional;

/**
 * Where the archive of a snapshot lies: {@code <name>/<source>.tar.gz}, or {@code .tar} (contract 3.7). Pure.
 *
 * @param folder of the snapshot
 * @param isCompressed what its name says
 */
record Archive(SharePath folder, SharePath file, boolean isCompressed) {
    private static final String COMPRESSED = ".tar.gz";
    private static final String PLAIN = ".tar";

    /** Empty if name or source are no places below a share. */
    static Optional<Archive> of(SnapshotId id, boolean isCompressed) {
        String suffix = isCompressed ? COMPRESSED : PLAIN;
        Optional<SharePath> folder = SharePath.of(id.name());
        return SharePath.of(id.source())
                .flatMap(source -> SharePath.of(id.name() + "/" + source + suffix))
                .flatMap(file -> folder.map(place -> new Archive(place, file, isCompressed)));
    }

    /** Both forms it may have, the compressed one first, as a restore looks for them. */
    static List<Archive> forms(SnapshotId id) {
        return List.of(true, false).stream()
                .flatMap(isCompressed -> of(id, isCompressed).stream())
                .toList();
    }
}
