package io.csi4j.bench.row;

import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Memory;
import io.csi4j.bench.program.Side;
import io.csi4j.testkit.driver.FakeDriver;
import java.time.Duration;
import java.util.List;

/** Memory of the controllers when there is nothing to do, and what doing nothing costs. */
final class IdleRow implements Row {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final double MOST_MEGABYTES = 85;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        Duration rest = Duration.ofSeconds(ground.scale().of(30, 3));
        samples.title("controllers without an object of theirs; CPU over " + rest.toSeconds() + " s");
        for (String program : List.of(Controller.PROVISIONER, Controller.ATTACHER, Controller.RESIZER)) {
            ground.rounds(ground.scale().rounds(), program, side -> {
                try (FakeDriver driver = Controller.driverOf(side);
                        MeasuredProgram running = MeasuredProgram.start(
                                Controller.plan(ground, ground.cluster(), side, program, driver.address())
                                        .with("--leader-election"))) {
                    sample(samples, side, program, running, rest);
                }
            });
        }
    }

    private static void sample(Samples samples, Side side, String program, MeasuredProgram running, Duration rest) {
        Memory memory = running.settledMemory(PATIENCE);
        samples.add(side, Measure.of(program + " RSS", "MB").must(Goal.atMost(MOST_MEGABYTES)), memory.resident());
        samples.add(side, Measure.of(program + " PSS", "MB"), memory.proportional());
        samples.add(side, Measure.of(program + " CPU", "% of a core"), running.percentOfProcessor(rest));
    }
}
