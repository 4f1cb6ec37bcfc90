package io.csi4j.sidecar.log;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The text line of klog: {@code Lmmdd hh:mm:ss.uuuuuu PPPPPPP File.java:line] "message" key="value"}. Local time,
 * process id right-aligned to seven places. Contract common.md, section 4.
 */
final class TextFormat implements LineFormat {
    private static final int PID_WIDTH = 7;

    private final ZoneId zone;
    private final String pid;

    TextFormat(ZoneId zone, long pid) {
        this.zone = zone;
        String digits = Long.toString(pid);
        this.pid = " ".repeat(Math.max(0, PID_WIDTH - digits.length())) + digits;
    }

    @Override
    public String render(LogEvent event) {
        StringBuilder line = new StringBuilder(160);
        header(event.head(), line);
        GoQuote.append(event.message(), line);
        if (event.cause() != null) {
            pair("err", event.cause(), line);
        }
        event.pairs().forEach(fact -> pair(fact.key(), fact.value(), line));
        return line.toString();
    }

    private void header(LogEvent.Head head, StringBuilder line) {
        ZonedDateTime at = head.at().atZone(zone);
        line.append(head.severity().letter());
        digits(at.getMonthValue(), 2, line);
        digits(at.getDayOfMonth(), 2, line);
        digits(at.getHour(), 2, line.append(' '));
        digits(at.getMinute(), 2, line.append(':'));
        digits(at.getSecond(), 2, line.append(':'));
        digits(at.getNano() / 1000, 6, line.append('.'));
        line.append(' ').append(pid).append(' ').append(head.caller()).append("] ");
    }

    private static void digits(int number, int width, StringBuilder line) {
        String digits = Integer.toString(number);
        line.repeat('0', width - digits.length()).append(digits);
    }

    private static void pair(String key, @Nullable Object value, StringBuilder line) {
        line.append(' ').append(key).append('=');
        if (value == null || JsonText.isPlain(value)) {
            JsonText.plain(value, line);
            return;
        }
        String text = JsonText.textOf(value);
        if (text.indexOf('\n') < 0) {
            GoQuote.append(text, line);
        } else {
            block(text, line);
        }
    }

    /** Several lines stand as they are between {@code <} and {@code >}, each behind a tab. */
    private static void block(String text, StringBuilder line) {
        line.append("<\n");
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        body.lines().forEach(one -> line.append('\t').append(one).append('\n'));
        line.append(" >");
    }
}
