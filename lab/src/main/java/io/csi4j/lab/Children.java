package io.csi4j.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts child processes that cannot outlive this JVM; owns the list of those that run (mutable, concurrent).
 *
 * <p>The kernel ends a child when its parent <em>thread</em> ends (prctl(2), PR_SET_PDEATHSIG), so every child is
 * started by one thread that lives as long as the JVM. That covers kill -9 of the JVM; an orderly exit ends them by a
 * shutdown hook. A session of their own keeps the terminal's Ctrl-C from them, so that the order of ending is ours.
 */
final class Children {
    private static final List<String> DIES_WITH_US = List.of("setsid", "setpriv", "--pdeathsig", "KILL", "--");

    private static final List<Process> RUNNING = new CopyOnWriteArrayList<>();

    private static final ExecutorService PARENT = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("lab-parent").factory());

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::endAll, "lab-end"));
    }

    private Children() {}

    /** Starts the builder's command, wrapped; the process id is the command's own. */
    static Process start(ProcessBuilder builder) {
        List<String> wrapped = new ArrayList<>(DIES_WITH_US);
        wrapped.addAll(builder.command());
        builder.command(wrapped);
        try {
            Process child = PARENT.submit(builder::start).get();
            RUNNING.removeIf(earlier -> !earlier.isAlive());
            RUNNING.add(child);
            return child;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new UncheckedIOException(cause);
            }
            throw new LabException("could not start " + builder.command(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while starting " + builder.command(), e);
        }
    }

    private static void endAll() {
        List<Process> last = List.copyOf(RUNNING).reversed();
        last.forEach(Process::destroyForcibly);
        last.forEach(child -> child.onExit().join());
    }
}
