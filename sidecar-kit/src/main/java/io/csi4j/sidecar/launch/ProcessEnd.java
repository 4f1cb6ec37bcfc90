package io.csi4j.sidecar.launch;

import java.util.concurrent.CompletableFuture;

/**
 * How this process ends, decided once: the first {@link #now} wins. After SIGTERM the JVM is already shutting down,
 * where {@link System#exit} would wait for ever, so the hook waits for the decision and halts with its code; that is
 * how a program drains and still chooses its own exit code with public API only.
 */
final class ProcessEnd {
    private static final CompletableFuture<Exit> DECIDED = new CompletableFuture<>();

    private ProcessEnd() {}

    static void now(Exit exit) {
        DECIDED.complete(exit);
        System.exit(exit.code());
    }

    /** Runs when the JVM is told to stop by a signal, not when the program ends by itself. */
    static void onSignal(Runnable request) {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    if (!DECIDED.isDone()) {
                        // Elsewhere, as it may hang or end the process itself, and neither may keep this hook from
                        // halting.
                        Thread.ofVirtual().name("drain").start(request);
                        Runtime.getRuntime().halt(DECIDED.join().code());
                    }
                }));
    }
}
