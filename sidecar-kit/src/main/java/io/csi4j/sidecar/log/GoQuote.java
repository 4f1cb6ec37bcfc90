package io.csi4j.sidecar.log;

/** Text between double quotes as Go's {@code %q} writes it: a backslash before what a terminal would not show. */
public final class GoQuote {
    private static final int HIGHEST_ASCII = 0x7f;
    private static final int HIGHEST_OF_FOUR_DIGITS = 0xffff;

    private GoQuote() {}

    /** The quoted text. */
    public static String of(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2);
        append(text, quoted);
        return quoted.toString();
    }

    static void append(String text, StringBuilder to) {
        to.append('"');
        text.codePoints().forEach(point -> append(point, to));
        to.append('"');
    }

    private static void append(int point, StringBuilder to) {
        switch (point) {
            case '"', '\\' -> to.append('\\').append((char) point);
            case 0x07 -> to.append("\\a");
            case '\b' -> to.append("\\b");
            case '\f' -> to.append("\\f");
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            case 0x0b -> to.append("\\v");
            default -> appendOther(point, to);
        }
    }

    private static void appendOther(int point, StringBuilder to) {
        if (isShown(point)) {
            to.appendCodePoint(point);
        } else if (point <= HIGHEST_ASCII) {
            to.append(String.format("\\x%02x", point));
        } else if (Character.getType(point) == Character.SURROGATE) {
            // Half a pair is no character: Go sees the replacement character there.
            to.append("\\ufffd");
        } else if (point <= HIGHEST_OF_FOUR_DIGITS) {
            to.append(String.format("\\u%04x", point));
        } else {
            to.append(String.format("\\U%08x", point));
        }
    }

    private static boolean isShown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }
}
