package io.csi4j.sidecar.flags;

import java.util.Collection;

/** The usage text, in the layout of Go's {@code flag} package; a word in back quotes names the value. */
final class UsageText {
    private static final int WIDTH_OF_ONE_LETTER = 4;

    private UsageText() {}

    static String of(String title, Dialect dialect, Collection<Flag<?>> flags) {
        StringBuilder text = new StringBuilder("Usage of ").append(title).append(':');
        flags.forEach(flag -> text.append('\n').append(line(flag, dialect)));
        return text.toString();
    }

    private static String line(Flag<?> flag, Dialect dialect) {
        String label = label(flag);
        String head = "  " + dialect.dashes() + flag.name() + (label.isEmpty() ? "" : " " + label);
        String gap = head.length() <= WIDTH_OF_ONE_LETTER ? "\t" : "\n    \t";
        String usage = flag.usage().replace("`", "").replace("\n", "\n    \t");
        String standard = flag.standardText();
        return head + gap + usage + (standard.isEmpty() ? "" : " (default " + standard + ")");
    }

    private static String label(Flag<?> flag) {
        int open = flag.usage().indexOf('`');
        int close = flag.usage().indexOf('`', open + 1);
        return open >= 0 && close > open
                ? flag.usage().substring(open + 1, close)
                : flag.type().label();
    }
}
