package io.csi4j.bench.row;

import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.program.Confined;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.MemoryGroup;
import io.csi4j.bench.program.Side;
import io.csi4j.lab.Program;
import io.csi4j.testkit.driver.FakeDriver;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One sidecar in its soak: what it answered and how large it grew. Mutable, for one thread. */
final class SoakedSidecar implements AutoCloseable {
    private final Side side;
    private final String label;
    private final NodeSidecarRow.Contact contact;
    private final boolean tellsOfDriver;
    private final Path folder;
    private final @Nullable MemoryGroup limit;
    private final MeasuredProgram running;
    private double highest;
    private int wrongAnswers;

    /** Started, and ready when the constructor returns. */
    private SoakedSidecar(Ground ground, Side side, Kind kind, FakeDriver driver) {
        this.side = side;
        label = kind.label();
        contact = kind.contact();
        tellsOfDriver = kind.tellsOfDriver();
        folder = ground.folder("soak-" + label);
        String group = "csi4j-soak-" + label + "-" + side.name() + "-"
                + ProcessHandle.current().pid();
        limit = MemoryGroup.make(group, NodeSidecarRow.LIMIT_BYTES).orElse(null);
        Program.Plan plan = contact.with(
                Program.plan(side.name() + "'s " + kind.program(), side.program(kind.program()), folder.resolve("log")),
                driver,
                folder);
        running = MeasuredProgram.start(limit == null ? plan : Confined.within(limit, plan));
    }

    /**
     * Which sidecar.
     *
     * @param tellsOfDriver whether its answer is a bad one while the driver is down
     */
    record Kind(String label, String program, NodeSidecarRow.Contact contact, boolean tellsOfDriver) {
        static Kind registrar() {
            return new Kind("registrar", "csi-node-driver-registrar", new RegistrarContact(), false);
        }

        static Kind probe() {
            return new Kind("probe", "livenessprobe", new ProbeContact(), true);
        }
    }

    /** Ready when this returns; closed again if it never gets ready. */
    static SoakedSidecar start(Ground ground, Side side, Kind kind, FakeDriver driver) {
        var sidecar = new SoakedSidecar(ground, side, kind, driver);
        try {
            sidecar.contact.awaitReady(driver, sidecar.folder);
            return sidecar;
        } catch (RuntimeException fault) {
            sidecar.close();
            throw fault;
        }
    }

    /**
     * One question, and a look at its memory.
     *
     * @throws IllegalStateException if the program has ended
     */
    void ask(boolean isDriverUp) {
        running.requireRunning();
        boolean expected = isDriverUp || !tellsOfDriver;
        if (contact.isWell(folder) != expected) {
            wrongAnswers++;
        }
        highest = Math.max(highest, running.memory().resident());
    }

    /** All that is known at the end. */
    void report(Samples samples) {
        samples.add(side, megabytes("RSS at the end"), running.memory().resident());
        samples.add(side, megabytes("highest RSS"), highest);
        samples.add(side, none("wrong answers"), wrongAnswers);
        samples.add(side, Measure.of(label + ": CPU in all", "s"), running.cpuSeconds());
        Optional.ofNullable(limit)
                .ifPresent(group -> samples.add(side, none("killed by the limit"), (double) group.kills()));
    }

    private Measure megabytes(String what) {
        return Measure.of(label + ": " + what, "MB").must(Goal.atMost(62));
    }

    private Measure none(String what) {
        return Measure.of(label + ": " + what, "").must(Goal.atMost(0));
    }

    @Override
    public void close() {
        running.close();
        if (limit != null) {
            limit.close();
        }
    }
}
