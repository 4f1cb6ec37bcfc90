package io.csi4j.sidecar.launch;

import org.jspecify.annotations.Nullable;

/** The version this build was stamped with: {@code Implementation-Version} of the jar's manifest. */
public final class Version {
    private static final String UNSTAMPED = "unknown";

    private Version() {}

    /** The stamped version, {@code unknown} without (contract common.md, section 1). */
    public static String current() {
        return stampOr(Version.class.getPackage().getImplementationVersion());
    }

    /** Writes what {@code --version} shows, the only line a program ever writes to standard output. */
    public static void print(String program) {
        System.out.println(line(program));
    }

    static String line(String program) {
        return program + " " + current();
    }

    static String stampOr(@Nullable String stamp) {
        return stamp == null || stamp.isBlank() ? UNSTAMPED : stamp;
    }
}
