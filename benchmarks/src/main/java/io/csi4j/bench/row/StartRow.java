package io.csi4j.bench.row;

import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.program.Confined;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Side;
import io.csi4j.testkit.driver.FakeDriver;
import java.util.Objects;

/** From the start of a provisioner's process until the API server says that it holds the lease. */
final class StartRow implements Row {
    private static final Measure LEASE = Measure.of("start to lease", "s").must(Goal.atMost(1.2));
    private static final Measure CPU = Measure.of("CPU until then", "s");

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        int starts = ground.scale().of(5, 1);
        samples.title("csi-provisioner --leader-election, " + starts + " starts, no other candidate");
        int[] number = {0};
        ground.rounds(starts, Controller.PROVISIONER, side -> start(ground, side, "host-" + number[0]++, samples));
    }

    private static void start(Ground ground, Side side, String host, Samples samples) {
        // A lease that an earlier start left behind would have to run out first.
        ground.cluster()
                .api()
                .delete("/apis/coordination.k8s.io/v1/namespaces/default/leases/"
                        + side.driverName().replace('.', '-'));
        try (FakeDriver driver = Controller.driverOf(side);
                LeaseWatch lease = LeaseWatch.ofProvisioner(ground.cluster().api(), side.driverName())) {
            var plan = Controller.plan(ground, ground.cluster(), side, Controller.PROVISIONER, driver.address())
                    .with("--leader-election", "--leader-election-namespace=default");
            long start = System.nanoTime();
            try (MeasuredProgram program = MeasuredProgram.start(Confined.onHost(host, plan))) {
                ground.await("leaders", lease.held(), 1, program);
                samples.add(side, LEASE, (Objects.requireNonNull(lease.held().of(host)) - start) / 1e9);
                samples.add(side, CPU, program.cpuSeconds());
            }
        }
    }
}
