package io.csi4j.sidecar.flags;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.GoQuote;
import io.csi4j.sidecar.log.LoggingOptions;
import io.csi4j.sidecar.log.LoggingOptions.Format;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The logging flags of every sidecar: contract common.md, section 4. */
public final class LoggingFlags {
    private static final Pattern QUANTITY =
            Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(|[numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)");
    private static final Pattern ZERO = Pattern.compile("[+-]?[0.]+([a-zA-Z].*)?");

    /** Levels above {@link Integer#MAX_VALUE} parse but are refused afterwards, with another exit code. */
    private static final long MOST_THAT_PARSES = 0xffff_ffffL;

    private final LogLevel level;
    private final Flag<String> format;
    private final Flag<Duration> flushFrequency;
    private final List<Flag<Boolean>> splitStreams;
    private final List<Flag<String>> bufferSizes;

    private LoggingFlags(Flags flags) {
        level = LogLevel.on(flags, MOST_THAT_PARSES);
        format = flags.text("logging-format", "text", "shape of the log lines: text or json");
        flushFrequency = flags.duration(
                "log-flush-frequency", Duration.ofSeconds(5), "accepted without effect: lines are written at once");
        splitStreams = List.of(splitStream(flags, "text"), splitStream(flags, "json"));
        bufferSizes = List.of(bufferSize(flags, "text"), bufferSize(flags, "json"));
    }

    /** Declares the logging flags. */
    public static LoggingFlags on(Flags flags) {
        return new LoggingFlags(flags);
    }

    /**
     * What the flags ask for.
     *
     * @throws StartupException with {@link Exit#FAILURE} when a value is out of its range or asks for an alpha feature
     */
    public LoggingOptions options() {
        long v = level.v().value();
        require(v <= Integer.MAX_VALUE, "v: need at most 2147483647, got " + v);
        Format asked = formatOf(format.value());
        String modules = level.vmodule().value();
        require(asked == Format.TEXT || modules.isEmpty(), "vmodule: only supported for the text log format");
        require(
                flushFrequency.value().isPositive(),
                "log-flush-frequency: need more than 0, got " + GoDuration.format(flushFrequency.value()));
        splitStreams.forEach(flag -> require(!flag.value(), alpha(flag)));
        bufferSizes.forEach(flag -> require(ZERO.matcher(flag.value()).matches(), alpha(flag)));
        return new LoggingOptions((int) v, modules, asked);
    }

    private static Format formatOf(String name) {
        return switch (name) {
            case "text" -> Format.TEXT;
            case "json" -> Format.JSON;
            default -> throw invalid("logging-format: need text or json, got " + GoQuote.of(name));
        };
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw invalid(message);
        }
    }

    private static StartupException invalid(String message) {
        return new StartupException(Exit.FAILURE, "invalid logging configuration: " + message);
    }

    private static String alpha(Flag<?> flag) {
        return flag.name() + ": feature LoggingAlphaOptions is off";
    }

    private static Flag<Boolean> splitStream(Flags flags, String format) {
        return flags.bool("log-" + format + "-split-stream", false, "not supported: all lines go to standard error");
    }

    private static Flag<String> bufferSize(Flags flags, String format) {
        String name = "log-" + format + "-info-buffer-size";
        return flags.add(name, FlagType.checked(LoggingFlags::quantity), "0", "not supported: no line is held back");
    }

    private static String quantity(String text) {
        if (!QUANTITY.matcher(text).matches()) {
            throw new IllegalArgumentException("need a number of bytes such as 64Ki");
        }
        return text;
    }
}
