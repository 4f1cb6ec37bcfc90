package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Cluster;
import io.csi4j.bench.cluster.Moments;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Side;
import io.csi4j.lab.LabCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What rows are measured on and with. Mutable (the shared cluster, numbers of folders), used by one thread. */
public final class Ground implements AutoCloseable {
    private static final Duration TELL_EACH = Duration.ofSeconds(5);
    private static final Duration STALLED = Duration.ofSeconds(90);

    private final List<Side> sides;
    private final Scale scale;
    private final Path work;
    private final Consumer<String> progress;
    private final LabCache cache;
    private int folders;
    private @Nullable Cluster shared;

    /**
     * Nothing is started yet.
     *
     * @param sides in the order of the table
     * @param work an empty folder
     * @param progress takes a line now and then
     */
    public Ground(List<Side> sides, Scale scale, Path work, Consumer<String> progress) {
        this.sides = List.copyOf(sides);
        this.scale = scale;
        this.work = work;
        this.progress = progress;
        this.cache = LabCache.standard(progress);
    }

    List<Side> sides() {
        return sides;
    }

    Scale scale() {
        return scale;
    }

    /** A new folder of that name and a number. */
    Path folder(String name) {
        Path folder = work.resolve(name + "-" + ++folders);
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void say(String text) {
        progress.accept(text);
    }

    LabCache cache() {
        return cache;
    }

    /** The cluster that most rows share; started when the first one asks. */
    Cluster cluster() {
        if (shared == null) {
            shared = freshCluster();
        }
        return shared;
    }

    /** A cluster of its own for rows that leave much behind; the caller closes it. */
    Cluster freshCluster() {
        say("starting a control plane");
        return Cluster.start(cache, folder("cluster"));
    }

    /**
     * The sides that have the program, so many times, each round in the other order. A peer that fails is left out of its
     * round; our own failure ends the row.
     */
    void rounds(int rounds, String program, Consumer<Side> action) {
        for (int round = 1; round <= rounds; round++) {
            for (Side side : inOrder(round, program)) {
                say("round " + round + " of " + rounds + ": " + side.name());
                measure(side, action);
            }
        }
    }

    private void measure(Side side, Consumer<Side> action) {
        try {
            action.accept(side);
        } catch (RuntimeException failure) {
            if (side.equals(sides.getFirst())) {
                throw failure;
            }
            say(side.name() + " is left out of this round: " + failure.getMessage());
        }
    }

    /** How many sides have the program. */
    int sidesWith(String program) {
        return (int) sides.stream().filter(side -> side.has(program)).count();
    }

    private List<Side> inOrder(int round, String program) {
        List<Side> order =
                new ArrayList<>(sides.stream().filter(side -> side.has(program)).toList());
        return round % 2 == 1 ? order : order.reversed();
    }

    /**
     * Waits for so many to happen, with a line of progress every 5 s.
     *
     * @param worker the program that makes them happen
     * @throws IllegalStateException when the worker has ended, or none has happened for 90 s
     */
    void await(String what, Moments moments, int count, MeasuredProgram worker) {
        await(what, moments, count, worker::requireRunning);
    }

    /** The same for what the cluster does by itself. */
    void await(String what, Moments moments, int count) {
        await(what, moments, count, () -> {});
    }

    private void await(String what, Moments moments, int count, Runnable requirement) {
        int last = moments.count();
        long moved = System.nanoTime();
        while (!moments.await(count, TELL_EACH)) {
            requirement.run();
            int now = moments.count();
            if (now > last) {
                last = now;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > STALLED.toNanos()) {
                throw new IllegalStateException("only " + now + " of " + count + " " + what + " after a long wait");
            }
            say("… " + now + " of " + count + " " + what);
        }
    }

    @Override
    public void close() {
        if (shared != null) {
            shared.close();
        }
    }
}
