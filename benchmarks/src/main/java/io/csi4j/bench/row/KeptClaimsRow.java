package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Cluster;
import io.csi4j.bench.cluster.Writes;
import io.csi4j.bench.figure.Chart;
import io.csi4j.bench.figure.Curves;
import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Memory;
import java.time.Duration;
import java.util.List;

/** 10,000 claims created and kept, each side in an empty cluster of its own. */
final class KeptClaimsRow implements Row {
    static final List<String> LIFTED = List.of("--kube-api-qps=2000", "--kube-api-burst=2000", "--worker-threads=100");

    private static final int FULL = 10_000;
    private static final int QUICK = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Measure BOUND = Measure.of("bound", "/s").must(Goal.atLeastPeer(1));
    private static final Measure CPU = Measure.of("CPU", "s").must(Goal.atMostPeer(1));
    private static final Measure WRITES =
            Measure.of("writes a claim, without events", "").must(Goal.atMost(1));
    private static final Measure EVENTS = Measure.of("events a claim", "").must(Goal.atMost(1));
    private static final Measure RESIDENT =
            Measure.of("RSS after it, settled", "MB").must(Goal.atMost(115));
    private static final Measure PROPORTIONAL = Measure.of("PSS after it, settled", "MB");

    @Override
    public String name() {
        return "claims-kept";
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        int count = ground.scale().of(FULL, QUICK);
        samples.title(count + " claims created and kept; flags " + LIFTED);
        samples.chart(new Chart(
                name(), "Claims bound: " + samples.title(), "s since the first was created", "claims/s", List.of()));
        ground.rounds(1, Controller.PROVISIONER, side -> {
            try (Cluster cluster = ground.freshCluster();
                    var work = new Provisioning(ground, cluster, side);
                    MeasuredProgram program = work.start(LIFTED.toArray(String[]::new))) {
                ClaimsRow.warmUp(work);
                long mark = cluster.mark();
                long start = System.nanoTime();
                work.create("claim", count);
                work.awaitBound(count + 1);
                List<Double> moments = work.bound().secondsSince(start).stream()
                        .filter(moment -> moment > 0)
                        .toList();
                samples.add(side, BOUND, ClaimsRow.rate(moments));
                samples.line(name(), new Chart.Line(side.name(), Curves.rateOverTime(moments)));
                samples.add(side, CPU, program.cpuSeconds());
                Memory memory = program.settledMemory(ground.scale().patience(PATIENCE));
                samples.add(side, RESIDENT, memory.resident());
                samples.add(side, PROPORTIONAL, memory.proportional());
                Writes writes = cluster.writesSince(mark);
                samples.add(side, WRITES, (double) writes.others() / count);
                samples.add(side, EVENTS, (double) writes.events() / count);
                ground.say(side.name() + " wrote " + writes.byKind());
            }
        });
    }
}
