package io.csi4j.sidecar.log;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The JSON line: {@code ts} in milliseconds since 1970 as a float, {@code caller}, {@code msg}, {@code v} of info
 * lines, {@code err}, then the keys. Contract common.md, section 4.
 */
final class JsonFormat implements LineFormat {
    private static final int MICROS_TO_MILLIS_PLACES = 3;

    @Override
    public String render(LogEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append("{\"ts\":");
        stamp(event.head().at(), line);
        JsonText.quote(event.head().caller(), line.append(",\"caller\":"));
        JsonText.quote(event.message(), line.append(",\"msg\":"));
        if (event.head().severity() == Severity.INFO) {
            line.append(",\"v\":").append(event.verbosity());
        }
        if (event.cause() != null) {
            JsonText.quote(LogEvent.describe(event.cause()), line.append(",\"err\":"));
        }
        for (LogEvent.Pair fact : event.pairs()) {
            JsonText.quote(fact.key(), line.append(','));
            JsonText.plain(fact.value(), line.append(':'));
        }
        return line.append('}').toString();
    }

    private static void stamp(Instant at, StringBuilder line) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        line.append(BigDecimal.valueOf(micros, MICROS_TO_MILLIS_PLACES).toPlainString());
    }
}
