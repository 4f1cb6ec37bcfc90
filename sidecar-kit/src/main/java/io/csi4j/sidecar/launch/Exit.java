package io.csi4j.sidecar.launch;

/** How a process ends, as operators see it in a container's state: contract common.md, section 1. */
public enum Exit {
    /** {@code --version}, {@code -h} and the clean ends that a program's contract names. */
    OK(0),
    /** Any fault found at start or at run time, and loss of leadership. */
    FAILURE(1),
    /** A flag that does not parse; the usage text went to standard error. */
    USAGE(2),
    /** An exception nobody expected: a bug, with the code of a Go panic. */
    BUG(2),
    /** A fault that upstream reports through its "fatal" log call. */
    FATAL(255);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    /** The process exit code, 0 to 255. */
    public int code() {
        return code;
    }
}
