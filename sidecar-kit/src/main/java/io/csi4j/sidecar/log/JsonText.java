package io.csi4j.sidecar.log;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes values as one-line JSON: keys sorted, {@code <>&} escaped as Go does, known token keys masked. */
final class JsonText {
    private JsonText() {}

    // A switch over types would cost every program some 15 ms at its first line: the JVM makes a class for it.
    static void plain(@Nullable Object value, StringBuilder to) {
        if (value == null || value instanceof Boolean) {
            to.append(value);
        } else if (value instanceof Number number) {
            number(number, to);
        } else if (value instanceof Map<?, ?> map) {
            map(map, to);
        } else if (value instanceof Iterable<?> items && !(value instanceof Path)) {
            list(items::forEach, to);
        } else if (value.getClass().isArray()) {
            list(taker -> eachOf(value, taker), to);
        } else {
            quote(textOf(value), to);
        }
    }

    /**
     * Values that klog shows as JSON; everything else has a text form and is quoted. So has a path, which is an Iterable
     * that holds itself.
     */
    static boolean isPlain(Object value) {
        return value instanceof Number
                || value instanceof Boolean
                || value instanceof Map
                || (value instanceof Iterable && !(value instanceof Path))
                || value.getClass().isArray();
    }

    /** The text of a value that is no JSON of its own. */
    static String textOf(Object value) {
        if (value instanceof Throwable failure) {
            return LogEvent.describe(failure);
        }
        return value instanceof Duration duration ? DurationText.of(duration) : Sanitizer.text(value);
    }

    private static void number(Number number, StringBuilder to) {
        String digits = number.toString();
        boolean finite = Double.isFinite(number.doubleValue());
        to.append(finite ? digits : '"' + digits + '"');
    }

    private static void map(Map<?, ?> map, StringBuilder to) {
        TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        to.append('{');
        String comma = "";
        for (var entry : sorted.entrySet()) {
            quote(entry.getKey(), to.append(comma));
            plain(Sanitizer.isToken(entry.getKey()) ? Sanitizer.STRIPPED : entry.getValue(), to.append(':'));
            comma = ",";
        }
        to.append('}');
    }

    private static void list(Consumer<Consumer<@Nullable Object>> items, StringBuilder to) {
        to.append('[');
        int empty = to.length();
        items.accept(item -> plain(item, to.length() == empty ? to : to.append(',')));
        to.append(']');
    }

    private static void eachOf(Object array, Consumer<@Nullable Object> taker) {
        for (int i = 0; i < Array.getLength(array); i++) {
            taker.accept(Array.get(array, i));
        }
    }

    static void quote(String text, StringBuilder to) {
        to.append('"');
        for (int i = 0; i < text.length(); i++) {
            append(text.charAt(i), to);
        }
        to.append('"');
    }

    private static void append(char one, StringBuilder to) {
        switch (one) {
            case '"', '\\' -> to.append('\\').append(one);
            case '\b' -> to.append("\\b");
            case '\f' -> to.append("\\f");
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            case '<', '>', '&', '\u2028', '\u2029' -> escaped(one, to);
            default -> {
                if (one < ' ') {
                    escaped(one, to);
                } else {
                    to.append(one);
                }
            }
        }
    }

    private static void escaped(char one, StringBuilder to) {
        to.append(String.format("\\u%04x", (int) one));
    }
}
