package io.csi4j.nfs.volumeid;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a volume handle.
 *
 * <p>Four written forms are in use and all are read (contract 3.1): {@code server/base/sub} of v3.0.0,
 * {@code server#base#sub} of v3.1.0, {@code server#base#sub#uuid} of v4.1.0, and the five fields with {@code onDelete}
 * of v4.3.0, the only one written.
 *
 * @param server as in the class, without outer slashes
 * @param export the share without outer slashes; empty for {@code /}
 * @param subDir directory of the volume below the share; empty in some hand-written handles
 * @param uuid name of the volume if a subDir was given, else empty
 * @param onDelete text of the policy, empty for the driver's default
 */
public record VolumeId(String server, String export, String subDir, String uuid, String onDelete) {
    private static final int FIELDS_AT_LEAST = 3;
    private static final Pattern SLASHES = Pattern.compile("([^/]+)/(.*)/([^/]+)");

    /** Empty if the text has none of the known forms or climbs by {@code ..}; static volumes have free handles. */
    public static Optional<VolumeId> parse(String text) {
        return fields(text).filter(VolumeId::staysInside);
    }

    private static Optional<VolumeId> fields(String text) {
        String[] fields = text.split("#", -1);
        if (fields.length >= FIELDS_AT_LEAST) {
            return Optional.of(new VolumeId(fields[0], fields[1], fields[2], field(fields, 3), field(fields, 4)));
        }
        Matcher old = SLASHES.matcher(text);
        return old.matches()
                ? Optional.of(new VolumeId(old.group(1), old.group(2), old.group(3), "", ""))
                : Optional.empty();
    }

    private static String field(String[] fields, int index) {
        return index < fields.length ? fields[index] : "";
    }

    private static boolean staysInside(VolumeId id) {
        return !PathText.climbs(id.subDir) && !PathText.climbs(id.export) && !PathText.climbs(id.uuid);
    }

    public ShareAddress share() {
        return ShareAddress.of(server, export);
    }

    /** The directory of the volume; empty if the id names the root of the share, which is never a volume's own. */
    public Optional<SharePath> directory() {
        return SharePath.of(subDir);
    }

    /** The five-field form. */
    @Override
    public String toString() {
        return String.join("#", server, export, subDir, uuid, onDelete);
    }
}
