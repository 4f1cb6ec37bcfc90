package io.csi4j.nfs.child;

/** How a child process ended. */
public sealed interface ChildEnd {
    /** By itself; {@code output} is what it wrote to standard output and error, in that order of writing. */
    record Exited(int code, String output) implements ChildEnd {
        public boolean isOk() {
            return code == 0;
        }
    }

    /** Not within its limit; it was killed with all its own children. */
    record Late(String why) implements ChildEnd {}

    /** It could not be started, or too many run already. */
    record NotStarted(String why) implements ChildEnd {}
}
