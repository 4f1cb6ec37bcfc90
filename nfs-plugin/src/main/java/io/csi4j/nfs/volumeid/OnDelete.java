package io.csi4j.nfs.volumeid;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What DeleteVolume does with the directory of a volume. */
public enum OnDelete {
    DELETE,
    RETAIN,
    ARCHIVE;

    /** Reads the text in any letter case; empty for a text that names no policy. */
    public static Optional<OnDelete> of(String text) {
        return Arrays.stream(values())
                .filter(policy -> policy.name().equalsIgnoreCase(text))
                .findFirst();
    }

    /**
     * The policy of a volume.
     *
     * @param inId the fifth field of the volume id; empty if the id carries none
     * @param byDriver the driver's default; empty means delete
     * @return the first text that is not empty; one that names no policy acts as delete (contract 1 and 3.1)
     */
    public static OnDelete effective(String inId, String byDriver) {
        return of(inId.isEmpty() ? byDriver : inId).orElse(DELETE);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
