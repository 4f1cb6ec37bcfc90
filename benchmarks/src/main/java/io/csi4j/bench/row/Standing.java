package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Cluster;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Memory;
import io.csi4j.bench.program.Side;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import java.time.Duration;
import java.util.List;

/** A controller that finds a cluster as it is, with nothing to do but to read it. */
record Standing(Ground ground, Cluster cluster, String program, DriverTraits traits) {
    static final List<String> PROGRAMS = List.of(Controller.PROVISIONER, Controller.ATTACHER, Controller.RESIZER);

    /** Both sides serve this driver one after the other, so that the objects are made once. */
    static final String DRIVER = "standing.bench.csi4j.io";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * A controller that has come to rest.
     *
     * @param cpuSeconds what starting and reading took
     */
    record Rest(Memory memory, double cpuSeconds) {}

    /** Once it has read all there is. */
    Rest rest(Side side) {
        try (FakeDriver driver = FakeDriver.start(traits);
                MeasuredProgram running =
                        MeasuredProgram.start(Controller.plan(ground, cluster, side, program, driver.address()))) {
            Memory memory = running.settledMemory(ground.scale().patience(PATIENCE));
            return new Rest(memory, running.cpuSeconds());
        }
    }
}
