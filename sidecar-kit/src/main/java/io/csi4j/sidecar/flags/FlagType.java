package io.csi4j.sidecar.flags;

import io.csi4j.sidecar.log.GoQuote;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * How the text of a flag becomes a value.
 *
 * @param label stands for the value in the usage text, empty for truths
 * @param bare whether the flag alone, without a value, means {@code true}
 * @param reader throws {@link IllegalArgumentException} with the reason in words for the user
 * @param join what a flag given twice means
 * @param show a standard value in the usage text, empty for a zero value
 */
record FlagType<T>(
        String label, boolean bare, Function<String, T> reader, BinaryOperator<T> join, Function<T, String> show) {
    static final FlagType<String> TEXT =
            of("string", Function.identity(), text -> text.isEmpty() ? "" : GoQuote.of(text));
    static final FlagType<Boolean> BOOL = bare(GoNumbers::bool);
    static final FlagType<Integer> INTEGER =
            of("int", text -> (int) GoNumbers.whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE), FlagType::number);
    static final FlagType<Long> WHOLE =
            of("int", text -> GoNumbers.whole(text, Long.MIN_VALUE, Long.MAX_VALUE), FlagType::number);
    static final FlagType<Integer> COUNT =
            of("uint", text -> (int) GoNumbers.natural(text, Integer.MAX_VALUE), FlagType::number);
    static final FlagType<Long> NATURAL = of("uint", text -> GoNumbers.natural(text, Long.MAX_VALUE), FlagType::number);
    static final FlagType<Double> DECIMAL =
            of("float", GoNumbers::decimal, number -> number == 0 ? "" : shortest(number));
    static final FlagType<Duration> DURATION =
            of("duration", GoDuration::parse, time -> time.isZero() ? "" : GoDuration.format(time));
    static final FlagType<Map<String, String>> LABELS = map(GoMaps::labels);
    static final FlagType<Map<String, Boolean>> GATES = map(GoMaps::gates);

    /** A text of its own form. */
    static FlagType<String> checked(Function<String, String> reader) {
        return of("value", reader, text -> text);
    }

    /** A text of its own form that grows when the flag is given again. */
    static FlagType<String> adding(Function<String, String> reader) {
        return new FlagType<>("value", false, reader, (before, now) -> before + "," + now, text -> text);
    }

    static FlagType<Boolean> bare(Function<String, Boolean> reader) {
        return new FlagType<>("", true, reader, (before, now) -> now, truth -> truth ? "true" : "");
    }

    private static <T> FlagType<T> of(String label, Function<String, T> reader, Function<T, String> show) {
        return new FlagType<>(label, false, reader, (before, now) -> now, show);
    }

    private static <V> FlagType<Map<String, V>> map(Function<String, Map<String, V>> reader) {
        return new FlagType<>("value", false, reader, FlagType::joined, all -> all.isEmpty() ? "" : all.toString());
    }

    private static <V> Map<String, V> joined(Map<String, V> before, Map<String, V> now) {
        Map<String, V> all = new LinkedHashMap<>(before);
        all.putAll(now);
        return all;
    }

    private static String number(Number number) {
        return number.longValue() == 0 ? "" : number.toString();
    }

    private static String shortest(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
