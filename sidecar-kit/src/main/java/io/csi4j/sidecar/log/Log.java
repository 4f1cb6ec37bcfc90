package io.csi4j.sidecar.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes log lines: a constant message and facts as alternating keys and values. Values are rendered only when the
 * line is written: numbers, truths, maps and lists as JSON, anything else by its text, messages of the driver's
 * protocol without their secrets ({@link Sanitizer}). Contract common.md, section 4.
 */
public final class Log {
    private static final String SELF = Log.class.getName();
    private static final Log OFF = new Log("", -1);

    private final String owner;
    private final int level;

    private Log(String owner, int level) {
        this.owner = owner;
        this.level = level;
    }

    /** The log of a class; {@code --vmodule} matches the class's source file. */
    public static Log of(Class<?> owner) {
        return new Log(owner.getName(), 0);
    }

    /** The same log at another level: {@code log.v(5).info(...)} is written from {@code -v=5} on. */
    public Log v(int verbosity) {
        return enabled(verbosity) ? new Log(owner, verbosity) : OFF;
    }

    /** Whether info lines of that level are written: ask before gathering facts that cost. */
    public boolean enabled(int verbosity) {
        return level >= 0 && Logging.current().verbosity().levelOf(owner) >= verbosity;
    }

    /** What happened; shown at this log's level. */
    public void info(String message, @Nullable Object... keyValues) {
        if (level >= 0) {
            write(Severity.INFO, message, null, keyValues);
        }
    }

    /** Something is odd but work goes on; always shown. */
    public void warning(String message, @Nullable Object... keyValues) {
        write(Severity.WARNING, message, null, keyValues);
    }

    /** Something failed as things may fail: the cause's messages without a stack; always shown. */
    public void error(@Nullable Throwable cause, String message, @Nullable Object... keyValues) {
        write(Severity.ERROR, message, cause, keyValues);
    }

    /** Something failed that must not: the cause with its stack; always shown. */
    public void bug(Throwable cause, String message, @Nullable Object... keyValues) {
        @Nullable Object[] facts = Arrays.copyOf(keyValues, keyValues.length + 2);
        facts[keyValues.length] = "stack";
        facts[keyValues.length + 1] = stackOf(cause);
        write(Severity.ERROR, message, cause, facts);
    }

    /** The last line before the process ends with 255 (header letter F); ending it is the caller's. */
    public void fatal(@Nullable Throwable cause, String message, @Nullable Object... keyValues) {
        write(Severity.FATAL, message, cause, keyValues);
    }

    private void write(Severity severity, String message, @Nullable Throwable cause, @Nullable Object[] keyValues) {
        Logging.Settings settings = Logging.current();
        var head = new LogEvent.Head(severity, settings.clock().instant(), caller());
        var event = new LogEvent(head, level, message, cause, LogEvent.pairs(keyValues));
        settings.lines().accept(settings.format().render(event));
    }

    // Not StackWalker: it works by reflection, which costs 30 ms of CPU at the first line.
    private static String caller() {
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            if (!frame.getClassName().equals(SELF)) {
                return frame.getFileName() + ":" + frame.getLineNumber();
            }
        }
        return "?:0";
    }

    private static String stackOf(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
