package io.csi4j.sidecar.log;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as Go shows them: {@code 1h0m3.5s}, {@code 1.5ms}, {@code 0s}. */
public final class DurationText {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private DurationText() {}

    /** The Go text of the duration. */
    public static String of(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        Duration size = duration.abs();
        String text = size.toSeconds() > 0 ? whole(size) : small(size.toNanosPart());
        return duration.isNegative() ? "-" + text : text;
    }

    private static String whole(Duration size) {
        StringBuilder text = new StringBuilder();
        if (size.toHours() > 0) {
            text.append(size.toHours()).append('h');
        }
        if (size.toMinutes() > 0) {
            text.append(size.toMinutesPart()).append('m');
        }
        return text.append(decimal(size.toSecondsPart() * NANOS_PER_SECOND + size.toNanosPart(), 9))
                .append('s')
                .toString();
    }

    private static String small(int nanos) {
        if (nanos >= 1_000_000) {
            return decimal(nanos, 6) + "ms";
        }
        return nanos >= 1_000 ? decimal(nanos, 3) + "µs" : nanos + "ns";
    }

    private static String decimal(long nanos, int places) {
        return BigDecimal.valueOf(nanos, places).stripTrailingZeros().toPlainString();
    }
}
