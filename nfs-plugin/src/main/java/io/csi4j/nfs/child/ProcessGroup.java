package io.csi4j.nfs.child;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Signals to a whole process group, which Java cannot send. */
final class ProcessGroup {
    private static final int SIGKILL = 9;
    private static final MethodHandle KILL = bind();

    private ProcessGroup() {}

    // kill(2) is the only native call; the launcher allows it with --enable-native-access.
    @SuppressWarnings("restricted")
    private static MethodHandle bind() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("kill"), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    }

    /** SIGKILL to the leader and all that it started; a group that is gone is no fault. */
    static void kill(long leader) {
        try {
            // The leader itself as well: it may not have made its group yet.
            int _ = (int) KILL.invokeExact((int) -leader, SIGKILL) + (int) KILL.invokeExact((int) leader, SIGKILL);
        } catch (Throwable e) {
            throw new LinkageError("kill", e);
        }
    }
}
