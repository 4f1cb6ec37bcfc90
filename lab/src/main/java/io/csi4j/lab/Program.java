package io.csi4j.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A program that runs as a child process with a log file, and can be killed, paused and started again.
 *
 * <p>Mutable: it holds the process of the last start; guarded by its own lock. Standard output and error of all its
 * lives are appended to one log. Ends with {@link #close}, and with this JVM.
 */
public final class Program implements AutoCloseable {
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final Plan plan;
    private Process process;
    private long logStart;

    private Program(Plan plan) {
        this.plan = plan;
        this.logStart = LogFile.size(plan.log());
        this.process = launch(plan);
    }

    /**
     * How a program is started.
     *
     * @param name what messages call it
     * @param executable absolute path, or a name on the path
     * @param environment added to this JVM's own
     * @param log appended to; made with its parents when absent
     */
    public record Plan(
            String name, String executable, List<String> arguments, Map<String, String> environment, Path log) {
        public Plan {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
            log = log.toAbsolutePath();
        }

        /** The same with more arguments at the end. */
        public Plan with(String... more) {
            List<String> all = new ArrayList<>(arguments);
            all.addAll(List.of(more));
            return new Plan(name, executable, all, environment, log);
        }

        /** The same with one more variable. */
        public Plan withVariable(String variable, String value) {
            Map<String, String> all = new LinkedHashMap<>(environment);
            all.put(variable, value);
            return new Plan(name, executable, arguments, all, log);
        }

        /** Starts it. */
        public Program start() {
            return new Program(this);
        }
    }

    /** A plan without arguments; {@code log} takes what it prints. */
    public static Plan plan(String name, Path executable, Path log) {
        return new Plan(name, executable.toString(), List.of(), Map.of(), log);
    }

    /** What messages call it. */
    public String name() {
        return plan.name();
    }

    /** Process id of the life that runs, or of the last one. */
    public synchronized long pid() {
        return process.pid();
    }

    public synchronized boolean isRunning() {
        return process.isAlive();
    }

    /** Exit code of the last life (128 + signal when a signal ended it); empty while it runs. */
    public synchronized OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Waits for the program to end by itself; answers its exit code. */
    public int awaitExit(Duration patience) {
        Eventually.until(name() + " to end", patience, () -> !isRunning(), this::evidence);
        return exitCode().orElseThrow();
    }

    /** SIGTERM, then waits for the end; answers the exit code, an error when it does not end within 10 s. */
    public int stop() {
        current().destroy();
        return awaitExit(END_PATIENCE);
    }

    /** kill -9, then waits for the end. */
    public void kill() {
        current().destroyForcibly().onExit().join();
    }

    /** SIGSTOP: it lives and answers nothing from now on, until {@link #resume}. */
    public void pause() {
        signal("STOP");
        // The signal is only sent yet: a thread on another processor may still give an answer.
        Eventually.until(plan.name() + " to stand still", END_PATIENCE, this::standsStill);
    }

    private synchronized boolean standsStill() {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            return threads.allMatch(Program::isStopped);
        } catch (IOException ended) {
            return true;
        }
    }

    /** By the state of a thread in {@code /proc}, the letter after its name. */
    private static boolean isStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException ended) {
            return true;
        }
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** Starts it again with the same plan, ending the present life with SIGTERM if it still runs. */
    public void restart() {
        if (isRunning()) {
            stop();
        }
        synchronized (this) {
            logStart = LogFile.size(plan.log());
            process = launch(plan);
        }
    }

    /** The log file of all lives. */
    public Path log() {
        return plan.log();
    }

    /** Last lines of the log, at most {@code lines}. */
    public String logTail(int lines) {
        return LogFile.tail(plan.log(), lines);
    }

    /** What this life has logged so far. */
    public String logOfThisLife() {
        return LogFile.since(plan.log(), logStart());
    }

    /** Waits until this life has logged the text; an error with the log's end when it does not or ends before. */
    public void awaitLog(String text, Duration patience) {
        awaitReady(
                "\"" + text + "\" in the log of " + name(),
                patience,
                () -> logOfThisLife().contains(text));
    }

    /** Waits for a condition that only a running program can reach. */
    void awaitReady(String what, Duration patience, BooleanSupplier condition) {
        Eventually.until(
                what,
                patience,
                () -> {
                    if (condition.getAsBoolean()) {
                        return true;
                    }
                    if (!isRunning()) {
                        throw new LabException(
                                name() + " ended with " + exitCode().orElseThrow() + " before " + what + evidence());
                    }
                    return false;
                },
                this::evidence);
    }

    /** Ends it: SIGTERM, and kill -9 after 10 s. */
    @Override
    public void close() {
        Process last = current();
        last.destroy();
        try {
            if (!last.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized long logStart() {
        return logStart;
    }

    private synchronized Process current() {
        return process;
    }

    private String evidence() {
        return "\nlast lines of " + plan.log() + ":\n" + logTail(20);
    }

    private void signal(String signal) {
        // The JDK can send SIGTERM and SIGKILL only.
        Command.run("kill", "-" + signal, Long.toString(pid())).orFail("send SIG" + signal + " to " + name());
    }

    private static Process launch(Plan plan) {
        List<String> command = new ArrayList<>();
        command.add(plan.executable());
        command.addAll(plan.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
        builder.environment().putAll(plan.environment());
        try {
            Files.createDirectories(plan.log().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Children.start(builder);
    }
}
