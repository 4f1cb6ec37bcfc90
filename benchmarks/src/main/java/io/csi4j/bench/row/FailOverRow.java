package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Cluster;
import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.program.Confined;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Side;
import io.csi4j.lab.Program;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Two provisioners with leader election; the leader ends, and a claim is created at that moment: until it is Bound.
 *
 * @param end how the leader ends, without waiting for it
 */
record FailOverRow(String name, String how, Goal goal, Consumer<Program> end) implements Row {
    /** Long enough for a standby to have seen the lease, and not a whole number of renewals. */
    private static final Duration STANDBY_PATIENCE = Duration.ofMillis(3_300);

    private static final Duration QUICK_STANDBY_PATIENCE = Duration.ofMillis(1_300);

    /** A third of the default: a quick run only shows that fail-over works. */
    private static final String[] QUICK = {
        "--leader-election-lease-duration=5s",
        "--leader-election-renew-deadline=3s",
        "--leader-election-retry-period=2s"
    };

    private static final String[] FULL = {};

    static Row killed() {
        return new FailOverRow("fail-over-kill", "killed with -9", Goal.atMost(15.8), Program::kill);
    }

    static Row stopped() {
        return new FailOverRow("fail-over-stop", "stopped with SIGTERM", Goal.atMost(1), FailOverRow::terminate);
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        samples.title("the leading csi-provisioner is " + how + ", and a claim created: until it is Bound"
                + ground.scale().of("", "; lease of 5 s"));
        ground.rounds(ground.scale().rounds(), Controller.PROVISIONER, side -> failOver(ground, side, samples));
    }

    private void failOver(Ground ground, Side side, Samples samples) {
        Cluster cluster = ground.cluster();
        cluster.api()
                .delete("/apis/coordination.k8s.io/v1/namespaces/default/leases/"
                        + side.driverName().replace('.', '-'));
        try (var work = new Provisioning(ground, cluster, side);
                LeaseWatch lease = LeaseWatch.ofProvisioner(cluster.api(), side.driverName());
                MeasuredProgram leader = candidate(ground, work, side, "first")) {
            ground.await("leaders", lease.held(), 1, leader);
            try (MeasuredProgram standby = candidate(ground, work, side, "second")) {
                ClaimsRow.warmUp(work);
                standby.percentOfProcessor(ground.scale().of(STANDBY_PATIENCE, QUICK_STANDBY_PATIENCE));
                long ended = System.nanoTime();
                end.accept(leader.program());
                work.create("next", 1);
                work.awaitBound(2);
                long bound = Objects.requireNonNull(work.bound().of("next-0"));
                samples.add(side, Measure.of("until Bound", "s").must(goal), (bound - ended) / 1e9);
                work.delete("next", 1);
                work.awaitGone(2);
            }
        }
    }

    private MeasuredProgram candidate(Ground ground, Provisioning work, Side side, String host) {
        var plan = Controller.plan(ground, ground.cluster(), side, Controller.PROVISIONER, work.address())
                .with("--leader-election", "--leader-election-namespace=default")
                .with(ground.scale().of(FULL, QUICK));
        return work.working(MeasuredProgram.start(Confined.onHost(host, plan)));
    }

    private static void terminate(Program program) {
        ProcessHandle.of(program.pid()).ifPresent(ProcessHandle::destroy);
    }
}
