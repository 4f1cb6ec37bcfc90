package io.csi4j.nfs.volumeid;

import java.util.Optional;

/**
 * The parts of a snapshot handle, written {@code server#base#name#name#source} (contract 3.7).
 *
 * @param name of the snapshot and of its directory below the share
 * @param source name of the archive without its suffix: the uuid of the source volume, else its subDir
 */
public record SnapshotId(String server, String export, String name, String source) {
    private static final int FIELDS = 5;

    /** Empty unless there are exactly five fields of which export, name and source do not climb by {@code ..}. */
    public static Optional<SnapshotId> parse(String text) {
        String[] fields = text.split("#", -1);
        if (fields.length != FIELDS) {
            return Optional.empty();
        }
        for (int i = 1; i < FIELDS; i++) {
            if (PathText.climbs(fields[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(new SnapshotId(fields[0], fields[1], fields[3], fields[4]));
    }

    public ShareAddress share() {
        return ShareAddress.of(server, export);
    }

    @Override
    public String toString() {
        return String.join("#", server, export, name, name, source);
    }
}
