package io.csi4j.sidecar.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One thing worth a line; {@code verbosity} counts for info only. */
record LogEvent(
        Head head, int verbosity, String message, @Nullable Throwable cause, List<Pair> pairs) {
    /** What a key without a value shows, as upstream does. */
    private static final String MISSING = "(MISSING)";

    LogEvent {
        pairs = List.copyOf(pairs);
    }

    /** Weight, moment and place; {@code caller} is {@code File.java:line}. */
    record Head(Severity severity, Instant at, String caller) {}

    /** One fact. */
    record Pair(String key, @Nullable Object value) {}

    static List<Pair> pairs(@Nullable Object[] keyValues) {
        List<Pair> pairs = new ArrayList<>(keyValues.length / 2 + 1);
        for (int i = 0; i < keyValues.length; i += 2) {
            Object value = i + 1 < keyValues.length ? keyValues[i + 1] : MISSING;
            pairs.add(new Pair(String.valueOf(keyValues[i]), value));
        }
        return pairs;
    }

    /** The messages of a failure and of what caused it, outermost first, as Go wraps them. */
    static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        for (Throwable next = failure.getCause(); next != null; next = next.getCause()) {
            // A cause mostly stands in its wrapper's message already; a cycle of causes ends here too.
            if (text.indexOf(Objects.toString(next.getMessage(), next.toString())) >= 0) {
                break;
            }
            text.append(": ").append(next);
        }
        return text.toString();
    }
}
