package io.csi4j.sidecar.flags;

import io.csi4j.sidecar.log.LoggingOptions;
import java.util.regex.Pattern;

/** The two flags that the sidecars' logging and klog have in common: {@code v} and {@code vmodule}. */
record LogLevel(Flag<Long> v, Flag<String> vmodule) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /** Declares both; {@code most} is the highest level that parses. */
    static LogLevel on(Flags flags, long most) {
        FlagType<Long> level = new FlagType<>(
                "value",
                false,
                text -> read(text, most),
                (before, now) -> now,
                number -> number == 0 ? "" : "" + number);
        return new LogLevel(
                flags.add("v", level, 0L, "number for the log level verbosity"),
                flags.add(
                        "vmodule",
                        FlagType.adding(LogLevel::modules),
                        "",
                        "comma-separated list of pattern=N settings for file-filtered logging, text format only"));
    }

    /** Levels are decimal, whatever they begin with. */
    private static long read(String text, long most) {
        if (!DIGITS.matcher(text).matches()) {
            throw new IllegalArgumentException("parse error");
        }
        return GoNumbers.natural(text.replaceFirst("^0+(?=.)", ""), most);
    }

    private static String modules(String text) {
        LoggingOptions.checkModules(text);
        return text;
    }
}
