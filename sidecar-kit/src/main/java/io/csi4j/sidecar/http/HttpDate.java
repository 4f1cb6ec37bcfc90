package io.csi4j.sidecar.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/** The moment in the form of the {@code Date} header (RFC 9110, section 5.6.7), without the JDK's formatter. */
final class HttpDate {
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private HttpDate() {}

    static String of(Instant moment) {
        ZonedDateTime at = moment.atZone(ZoneOffset.UTC);
        return DAYS.get(at.getDayOfWeek().getValue() - 1)
                + ", " + two(at.getDayOfMonth())
                + " " + MONTHS.get(at.getMonthValue() - 1)
                + " " + at.getYear()
                + " " + two(at.getHour())
                + ":" + two(at.getMinute())
                + ":" + two(at.getSecond())
                + " GMT";
    }

    private static String two(int number) {
        String digits = Integer.toString(number);
        return number < 10 ? "0".concat(digits) : digits;
    }
}
