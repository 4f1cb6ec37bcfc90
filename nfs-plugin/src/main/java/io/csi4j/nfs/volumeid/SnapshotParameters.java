package io.csi4j.nfs.volumeid;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A snapshot to be made, as its class describes it; all texts are checked.
 *
 * @param mountOptions of the class, with commas between; empty if it names none
 */
public record SnapshotParameters(SnapshotId id, String mountOptions) {
    private static final String SERVER = "server";
    private static final String SHARE = "share";
    private static final String MOUNT_OPTIONS = "mountoptions";

    /**
     * Reads a class's parameters, whose keys may have any letter case; the archive goes to the share of the source
     * volume unless they name another (contract 3.7).
     *
     * @param name of the snapshot
     * @param source has a uuid or a subDir
     */
    public static Checked<SnapshotParameters> read(String name, Map<String, String> parameters, VolumeId source) {
        String server = source.server();
        String share = source.export();
        String options = "";
        for (var parameter : new TreeMap<>(parameters).entrySet()) {
            switch (parameter.getKey().toLowerCase(Locale.ROOT)) {
                case SERVER -> server = parameter.getValue();
                case SHARE -> share = parameter.getValue();
                case MOUNT_OPTIONS -> options = parameter.getValue();
                default -> {
                    return new Checked.Invalid<>(
                            "invalid parameter \"%s\" in snapshot class".formatted(parameter.getKey()));
                }
            }
        }
        String sourceName = source.uuid().isEmpty() ? source.subDir() : source.uuid();
        var id = new SnapshotId(
                PathText.withoutOuterSlashes(server),
                PathText.withoutOuterSlashes(share),
                name,
                PathText.withoutOuterSlashes(sourceName));
        if (id.server().isEmpty()) {
            return new Checked.Invalid<>("server is required in the snapshot class");
        }
        for (String text : new String[] {id.server(), id.export(), id.name(), id.source()}) {
            if (PathText.climbs(text) || PathText.hasForbiddenCharacter(text)) {
                return new Checked.Invalid<>(
                        "invalid \"%s\": no \"..\" element, # or control character may stand in it".formatted(text));
            }
        }
        return new Checked.Valid<>(new SnapshotParameters(id, options));
    }
}
