package io.csi4j.sidecar.flags;

import io.csi4j.sidecar.log.DurationText;
import io.csi4j.sidecar.log.GoQuote;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in Go's text form: numbers with units, {@code 1h2m3.5s}; only 0 may stand without a unit. */
public final class GoDuration {
    private static final Pattern PART = Pattern.compile("(?<number>[0-9]+\\.?[0-9]*|\\.[0-9]+)(?<unit>[^0-9.]*)");
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final Map<String, Long> UNIT_NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00b5s", 1_000L,
            "\u03bcs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private GoDuration() {}

    /**
     * Reads a duration of at most 2^63-1 nanoseconds, some 292 years; fractions of a nanosecond are cut.
     *
     * @throws IllegalArgumentException with Go's reason when it is none
     */
    public static Duration parse(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String size = signed ? text.substring(1) : text;
        if (size.equals("0")) {
            return Duration.ZERO;
        }
        Duration duration = Duration.ofNanos(nanos(size, text));
        return text.startsWith("-") ? duration.negated() : duration;
    }

    /** The Go text of a duration: {@code 15s}, {@code 1m30s}, {@code 1h0m0s}, {@code 0s}. */
    public static String format(Duration duration) {
        return DurationText.of(duration);
    }

    private static long nanos(String size, String text) {
        Matcher part = PART.matcher(size);
        BigInteger sum = BigInteger.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            sum = sum.add(nanos(part, text));
            end = part.end();
        }
        if (end == 0 || end != size.length() || sum.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("time: invalid duration " + GoQuote.of(text));
        }
        return sum.longValueExact();
    }

    private static BigInteger nanos(Matcher part, String text) {
        String unit = Objects.requireNonNull(part.group("unit"));
        if (unit.isEmpty()) {
            throw new IllegalArgumentException("time: missing unit in duration " + GoQuote.of(text));
        }
        Long nanos = UNIT_NANOS.get(unit);
        if (nanos == null) {
            throw new IllegalArgumentException(
                    "time: unknown unit " + GoQuote.of(unit) + " in duration " + GoQuote.of(text));
        }
        // BigDecimal takes "1." and ".5" as they are.
        return new BigDecimal(part.group("number"))
                .multiply(BigDecimal.valueOf(nanos))
                .toBigInteger();
    }
}
