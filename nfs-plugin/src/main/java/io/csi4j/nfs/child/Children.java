package io.csi4j.nfs.child;

import io.csi4j.sidecar.log.Log;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs as child processes, each the leader of a process group of its own, so that killing it takes the helpers
 * it started along (mount starts mount.nfs). A child that does not even die by SIGKILL, stuck in the kernel, keeps
 * counting until it does. Mutable: the children that run, by the server they may hang on.
 */
public final class Children implements AutoCloseable {
    private static final Log LOG = Log.of(Children.class);
    private static final Duration TO_DIE = Duration.ofSeconds(2);
    private static final int OUTPUT_BYTES = 64 * 1024;

    private final int limit;
    private final int limitPerServer;
    private final ConcurrentHashMap<String, Integer> running = new ConcurrentHashMap<>();
    private final Set<Process> alive = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param limit children at once
     * @param limitPerServer children at once that may hang on the same server, so that a dead one leaves room for others
     */
    public Children(int limit, int limitPerServer) {
        this.limit = limit;
        this.limitPerServer = limitPerServer;
    }

    /**
     * Runs a program to its end, in the C locale and with no input.
     *
     * @param server what it may hang on, a name for counting
     * @param time it is given, killed after that
     */
    public ChildEnd run(String server, Duration time, List<String> command) {
        try {
            Process process = start(server, false, command);
            ChildEnd end = await(process, time, command.getFirst());
            if (!process.isAlive()) {
                // Not left to the thread that reaps: it may be late, and the next child would be one too many.
                strike(server, process);
            }
            return end;
        } catch (IOException e) {
            return new ChildEnd.NotStarted(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Starts a program whose input and output the caller moves, in the C locale.
     *
     * @param stall killed if no byte moves for so long
     * @throws IOException if it could not be started, or too many run already
     */
    public PipedChild pipe(String server, Duration stall, List<String> command) throws IOException {
        return new PipedChild(start(server, true, command), command.getFirst(), stall);
    }

    private Process start(String server, boolean isPiped, List<String> command) throws IOException {
        if (closed || alive.size() >= limit || !enter(server)) {
            throw new IOException("too many child processes are running for " + server);
        }
        Process process;
        try {
            process = start(isPiped, command);
        } catch (IOException e) {
            leave(server);
            throw e;
        }
        alive.add(process);
        var _ = process.onExit().thenRun(() -> strike(server, process));
        return process;
    }

    /** A child is counted no more. */
    private void strike(String server, Process ended) {
        if (alive.remove(ended)) {
            leave(server);
        }
    }

    private static Process start(boolean isPiped, List<String> command) throws IOException {
        // setsid makes the child the leader of a new process group and then becomes the program, under the same id.
        List<String> grouped = new ArrayList<>(List.of("setsid"));
        grouped.addAll(command);
        var builder = new ProcessBuilder(grouped);
        if (!isPiped) {
            builder.redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        }
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private static ChildEnd await(Process process, Duration time, String name) {
        try {
            if (process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS)) {
                return new ChildEnd.Exited(process.exitValue(), output(process));
            }
            kill(process);
            return new ChildEnd.Late("%s did not end within %.1f s".formatted(name, time.toMillis() / 1000.0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ProcessGroup.kill(process.pid());
            return new ChildEnd.Late(name + " was cut off");
        }
    }

    private static void kill(Process process) throws InterruptedException {
        ProcessGroup.kill(process.pid());
        if (!process.waitFor(TO_DIE.toNanos(), TimeUnit.NANOSECONDS)) {
            LOG.warning("child process does not die", "pid", process.pid());
        }
    }

    /** What fits a pipe; a program that writes more before it ends is late. */
    private static String output(Process process) {
        try (InputStream stream = process.getInputStream()) {
            return new String(stream.readNBytes(Math.min(OUTPUT_BYTES, stream.available())), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    private boolean enter(String server) {
        if (running.merge(server, 1, Integer::sum) <= limitPerServer) {
            return true;
        }
        leave(server);
        return false;
    }

    private void leave(String server) {
        running.computeIfPresent(server, (key, count) -> count == 1 ? null : count - 1);
    }

    /** How many run now. */
    public int count() {
        return alive.size();
    }

    /** Kills what still runs; nothing is started any more. */
    @Override
    public void close() {
        closed = true;
        alive.forEach(process -> ProcessGroup.kill(process.pid()));
    }
}
