package io.csi4j.bench.program;

import io.csi4j.lab.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A program that runs, and what the kernel counts of it. Ends with SIGTERM when closed. */
public final class MeasuredProgram implements AutoCloseable {
    private static final long LOOK_EACH_MILLIS = 500;
    private static final int CALM_LOOKS = 12;
    private static final double CALM_MEGABYTES = 0.5;
    private static final double CALM_PROCESSOR_SHARE = 0.02;

    private final Program program;
    private final Path proc;

    private MeasuredProgram(Program program) {
        this.program = program;
        this.proc = Path.of("/proc", Long.toString(program.pid()));
    }

    /** Starts the plan. */
    public static MeasuredProgram start(Program.Plan plan) {
        return new MeasuredProgram(plan.start());
    }

    public Program program() {
        return program;
    }

    /** Throws with the end of its log if it has ended. */
    public void requireRunning() {
        if (!program.isRunning()) {
            throw new IllegalStateException(program.name() + " has ended: " + program.logTail(5));
        }
    }

    /** Seconds of processor time since its start, all threads, in steps of 10 ms. */
    public double cpuSeconds() {
        return ProcText.cpuSeconds(read("stat"));
    }

    public Memory memory() {
        return ProcText.memory(read("smaps_rollup").lines().toList());
    }

    /**
     * Its memory at rest: waits until it has neither worked nor grown for 6 s.
     *
     * @param patience after which the last look is answered
     */
    public Memory settledMemory(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        // One that has just been started may still be on its way to its own memory.
        pause(LOOK_EACH_MILLIS);
        Memory last = memory();
        double cpu = cpuSeconds();
        int calm = 0;
        while (calm < CALM_LOOKS && System.nanoTime() < end) {
            pause(LOOK_EACH_MILLIS);
            Memory now = memory();
            double cpuNow = cpuSeconds();
            boolean isCalm = Math.abs(now.resident() - last.resident()) < CALM_MEGABYTES
                    && cpuNow - cpu <= CALM_PROCESSOR_SHARE * LOOK_EACH_MILLIS / 1000 + 1e-9;
            calm = isCalm ? calm + 1 : 0;
            last = now;
            cpu = cpuNow;
        }
        return last;
    }

    /** Percent of one processor it uses over that span. */
    public double percentOfProcessor(Duration span) {
        long began = System.nanoTime();
        long nanosBefore = nanosOnProcessor();
        pause(span.toMillis());
        return 100.0 * (nanosOnProcessor() - nanosBefore) / (System.nanoTime() - began);
    }

    @Override
    public void close() {
        program.close();
    }

    /** Finer than {@link #cpuSeconds}; a thread that ended takes its time along. */
    private long nanosOnProcessor() {
        try (Stream<Path> threads = Files.list(proc.resolve("task"))) {
            return threads.mapToLong(MeasuredProgram::nanosOfThread).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long nanosOfThread(Path thread) {
        try {
            return ProcText.nanosOnProcessor(Files.readString(thread.resolve("schedstat")));
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(proc.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(program.name() + " has ended: " + program.logTail(5), e);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }
}
