package io.csi4j.provisioner.topology;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Spreads the volumes of one StatefulSet over the terms of a requirement: replica i starts i terms further.
 *
 * <p>The hash must stay as it is: a cluster that changes provisioners keeps its spread (contract 4.5, golden values).
 */
final class ClaimSpread {
    /** FNV-1 (not 1a), 32 bit: offset basis and prime of the published algorithm. */
    private static final int FNV_OFFSET = 0x811c9dc5;

    private static final int FNV_PRIME = 0x01000193;

    private static final Pattern REPLICA = Pattern.compile("(?:.*-)?([^-]*)-0*([0-9]+)", Pattern.DOTALL);

    private ClaimSpread() {}

    /** The index of the first preferred term among {@code terms} sorted ones; {@code terms} is positive. */
    static int start(String claimName, int terms) {
        var replica = REPLICA.matcher(claimName);
        if (replica.matches() && fitsUnsignedInt(replica.group(2))) {
            int ordinal = Integer.parseUnsignedInt(replica.group(2));
            return Integer.remainderUnsigned(fnv1(replica.group(1)) + ordinal, terms);
        }
        return Integer.remainderUnsigned(fnv1(claimName), terms);
    }

    static int fnv1(String text) {
        int hash = FNV_OFFSET;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash *= FNV_PRIME;
            hash ^= octet & 0xff;
        }
        return hash;
    }

    private static boolean fitsUnsignedInt(String digits) {
        return digits.length() <= 10 && Long.parseLong(digits) <= 0xffff_ffffL;
    }
}
