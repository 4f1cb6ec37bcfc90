package io.csi4j.bench.row;

import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Memory;
import io.csi4j.testkit.driver.FakeDriver;
import java.time.Duration;

/** Memory of a controller when there is nothing to do, and what doing nothing costs. */
record IdleRow(String program) implements Row {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Measure RESIDENT = Measure.of("RSS", "MB").must(Goal.atMost(85));
    private static final Measure PROPORTIONAL = Measure.of("PSS", "MB");
    private static final Measure REST = Measure.of("CPU at rest", "% of a core");

    @Override
    public String name() {
        return "idle-" + program.substring(program.indexOf('-') + 1);
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        Duration rest = Duration.ofSeconds(ground.scale().of(30, 1));
        samples.title(program + " --leader-election without an object of its own; CPU over " + rest.toSeconds() + " s");
        ground.rounds(ground.scale().rounds(), program, side -> {
            try (FakeDriver driver = Controller.driverOf(side);
                    MeasuredProgram running = MeasuredProgram.start(
                            Controller.plan(ground, ground.cluster(), side, program, driver.address())
                                    .with("--leader-election"))) {
                Memory memory = running.settledMemory(ground.scale().patience(PATIENCE));
                samples.add(side, RESIDENT, memory.resident());
                samples.add(side, PROPORTIONAL, memory.proportional());
                samples.add(side, REST, running.percentOfProcessor(rest));
            }
        });
    }
}
