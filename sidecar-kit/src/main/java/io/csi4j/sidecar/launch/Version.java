package io.csi4j.sidecar.launch;

import org.jspecify.annotations.Nullable;

/** The version this build was stamped with: {@code Implementation-Version} of the jar's manifest. */
public final class Version {
    private static final String UNSTAMPED = "unknown";

    /** System property: the path by which the start script was called. */
    private static final String COMMAND = "csi4j.command";

    private Version() {}

    /** The stamped version, {@code unknown} without (contract common.md, section 1). */
    public static String current() {
        return stampOr(Version.class.getPackage().getImplementationVersion());
    }

    /**
     * Writes what {@code --version} shows, the only line a program ever writes to standard output: the path it was
     * called by, as the start script does by itself, and the version.
     *
     * @param program its name, for a start without the script
     */
    public static void print(String program) {
        System.out.println(line(System.getProperty(COMMAND, program)));
    }

    static String line(String command) {
        return command + " " + current();
    }

    static String stampOr(@Nullable String stamp) {
        return stamp == null || stamp.isBlank() ? UNSTAMPED : stamp;
    }
}
