package io.csi4j.nfs.volumeid;

import java.util.regex.Pattern;

/** Rules for texts that become part of a path or of an id. */
final class PathText {
    private static final Pattern SEPARATORS = Pattern.compile("[/\\\\]");

    private PathText() {}

    /** True if one element is {@code ..}; a backslash separates too, as some servers read it so (contract 3.9). */
    static boolean climbs(String text) {
        // Asked of every text on the way of every call; hardly one has two dots at all.
        if (!text.contains("..")) {
            return false;
        }
        for (String element : SEPARATORS.split(text, -1)) {
            if (element.equals("..")) {
                return true;
            }
        }
        return false;
    }

    /**
     * True if the text cannot be a field of an id or a name on a server: {@code #} would shift the fields, so that a
     * later delete hits another directory (contract 3.1), and a control character ends the name for a C library.
     */
    static boolean hasForbiddenCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '#' || Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    static String withoutOuterSlashes(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == '/') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '/') {
            to--;
        }
        return text.substring(from, to);
    }
}
