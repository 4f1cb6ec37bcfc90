package io.csi4j.sidecar.log;

/**
 * What the logging flags ask for.
 *
 * @param v info lines up to this level are written, at least 0
 * @param vmodule other levels for some source files, {@code pattern=N,...}; text format only
 */
public record LoggingOptions(int v, String vmodule, Format format) {
    /** The shape of a line. */
    public enum Format {
        TEXT,
        JSON
    }

    /**
     * @throws IllegalArgumentException when a value is out of its range, in words for the user
     */
    public LoggingOptions {
        if (v < 0) {
            throw new IllegalArgumentException("need a log level of at least 0, got " + v);
        }
        checkModules(vmodule);
    }

    /** The standard of every program: level 0, text. */
    public static LoggingOptions standard() {
        return new LoggingOptions(0, "", Format.TEXT);
    }

    /**
     * Checks a {@code --vmodule} value.
     *
     * @throws IllegalArgumentException when it is no list of {@code pattern=N}
     */
    public static void checkModules(String vmodule) {
        new Verbosity(0, vmodule);
    }
}
