package io.csi4j.attacher.request;

import java.nio.charset.StandardCharsets;

/** The text of a fault as an attachment's status takes it. */
public final class FaultText {
    /** Bytes of a message; the API server refuses the whole status with a longer one (kubernetes PR 136436). */
    static final int MOST_BYTES = 1024;

    private static final String CUT = "...";

    private FaultText() {}

    /** The text, cut between two characters if it is too long. */
    public static String fitting(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MOST_BYTES) {
            return text;
        }
        int end = MOST_BYTES - CUT.length();
        // A byte that begins with 10 goes on with the character before it.
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + CUT;
    }
}
