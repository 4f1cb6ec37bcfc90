package io.csi4j.bench.row;

import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.program.Confined;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Memory;
import io.csi4j.bench.program.MemoryGroup;
import io.csi4j.bench.program.Side;
import io.csi4j.lab.Program;
import io.csi4j.testkit.driver.FakeDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node's sidecar as a process with the memory limit of its container: how soon it is ready, its memory, and what it
 * costs while nothing happens.
 *
 * @param seen how a user sees that it is ready
 * @param contact what it is asked
 */
record NodeSidecarRow(String name, String program, String seen, Contact contact) implements Row {
    /** Of the container, as the install that people use sets it. */
    static final long LIMIT_BYTES = 100L << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Measure READY = Measure.of("start to ready", "ms").must(Goal.atMost(400));
    private static final Measure RESIDENT = Measure.of("RSS", "MB").must(Goal.atMost(62));
    private static final Measure PROPORTIONAL = Measure.of("PSS", "MB");
    private static final Measure REST = Measure.of("CPU at rest", "% of a core").must(Goal.atMost(0.2));
    private static final Measure START_CPU = Measure.of("CPU until ready", "ms");

    /** How a sidecar is started and asked; a fresh one for each start. */
    interface Contact {
        /** The plan with its flags. */
        Program.Plan with(Program.Plan plan, FakeDriver driver, Path folder);

        /** Returns once it is ready. */
        void awaitReady(FakeDriver driver, Path folder);

        /** One question of kubelet's, and whether the answer is a good one. */
        boolean isWell(Path folder);
    }

    static Row registrar() {
        return new NodeSidecarRow(
                "registrar", "csi-node-driver-registrar", "kubelet's GetInfo is answered", new RegistrarContact());
    }

    static Row probe() {
        return new NodeSidecarRow("probe", "livenessprobe", "/healthz is answered with 200", new ProbeContact());
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        Optional<MemoryGroup> limit =
                MemoryGroup.make("csi4j-bench-" + ProcessHandle.current().pid(), LIMIT_BYTES);
        try {
            measure(ground, limit.orElse(null), samples);
        } finally {
            limit.ifPresent(MemoryGroup::close);
        }
    }

    private void measure(Ground ground, @Nullable MemoryGroup limit, Samples samples) {
        int starts = ground.scale().of(5, 1);
        Duration rest = Duration.ofSeconds(ground.scale().of(30, 1));
        samples.title(program + ", " + starts + " starts, ready when " + seen + "; CPU over " + rest.toSeconds()
                + " s; " + (limit == null ? "no limit of memory on this machine" : "memory limited to 100Mi"));
        int[] begun = {0};
        ground.rounds(starts, program, side -> {
            boolean isInLastRound = begun[0]++ >= (starts - 1) * ground.sidesWith(program);
            start(ground, limit, side, samples, isInLastRound ? rest : Duration.ZERO);
        });
    }

    private void start(Ground ground, @Nullable MemoryGroup limit, Side side, Samples samples, Duration rest) {
        Path folder = ground.folder(name);
        try (FakeDriver driver = Controller.driverOf(side)) {
            Program.Plan plan = contact.with(
                    Program.plan(side.name() + "'s " + program, side.program(program), folder.resolve("log")),
                    driver,
                    folder);
            Program.Plan confined = limit == null ? plan : Confined.within(limit, plan);
            long start = System.nanoTime();
            try (MeasuredProgram running = MeasuredProgram.start(confined)) {
                contact.awaitReady(driver, folder);
                samples.add(side, READY, (System.nanoTime() - start) / 1e6);
                samples.add(side, START_CPU, running.cpuSeconds() * 1_000);
                Memory memory = running.settledMemory(ground.scale().patience(PATIENCE));
                samples.add(side, RESIDENT, memory.resident());
                samples.add(side, PROPORTIONAL, memory.proportional());
                if (rest.isPositive()) {
                    samples.add(side, REST, running.percentOfProcessor(rest));
                }
            }
        }
    }
}
