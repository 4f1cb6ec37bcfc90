package io.csi4j.provisioner.capacity;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The label that tells whose a capacity object is: one text for the whole cluster, or one for each node in node
 * deployment. A cluster that changes provisioners keeps its objects, so the texts are upstream's (golden values).
 */
public final class ManagedBy {
    /** Without node deployment. */
    public static final String CENTRAL = "external-provisioner";

    /** The API server's limit for the value of a label. */
    private static final int LONGEST = 63;

    /** Eight digits with a dash before, and one behind where the node's name follows. */
    private static final int DASH_AND_HASH = 9;

    /** FNV-1a, 32 bit: offset basis and prime of the published algorithm. */
    private static final int FNV_OFFSET = 0x811c9dc5;

    private static final int FNV_PRIME = 0x01000193;

    private ManagedBy() {}

    /** The text of one node: whole if it fits, else cut and told apart by a hash. */
    public static String node(String name) {
        return named(CENTRAL, name);
    }

    static String named(String begin, String node) {
        String whole = begin.isEmpty() ? node : begin + "-" + node;
        if (whole.length() <= LONGEST) {
            return whole;
        }
        int left = LONGEST - DASH_AND_HASH - 1 - node.length();
        if (left > 0) {
            return begin.substring(0, Math.min(left, begin.length())) + "-" + hash(begin) + "-" + node;
        }
        String start = begin.substring(0, Math.min(LONGEST - DASH_AND_HASH, begin.length()));
        return start.isEmpty() ? hash(whole) : start + "-" + hash(whole);
    }

    private static String hash(String text) {
        int hash = FNV_OFFSET;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash ^= octet & 0xff;
            hash *= FNV_PRIME;
        }
        return HexFormat.of().toHexDigits(hash);
    }
}
