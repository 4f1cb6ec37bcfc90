package io.csi4j.bench.row;

import io.csi4j.bench.figure.Chart;
import io.csi4j.bench.figure.Curves;
import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.figure.Summary;
import io.csi4j.bench.program.MeasuredProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One claim after the other on an idle cluster: from before its creation until the watch says Bound. */
final class OneClaimRow implements Row {
    private static final int FULL = 50;
    private static final int QUICK = 10;
    private static final int MORE_WARM_UP = 5;
    private static final Measure MEDIAN = Measure.of("p50", "ms").must(Goal.atMostPeer(1));
    private static final Measure CPU = Measure.of("CPU a claim", "ms");
    private static final Measure WORST = Measure.of("worst", "ms").must(Goal.atMostPeer(1));

    @Override
    public String name() {
        return "one-claim";
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        int count = ground.scale().of(FULL, QUICK);
        samples.title("one claim at a time, created to Bound, " + count + " of them");
        samples.chart(new Chart(name(), "How long a claim takes: " + samples.title(), "ms", "% of claims", List.of()));
        ground.rounds(ground.scale().rounds(), Controller.PROVISIONER, side -> {
            // Lifted limits: with upstream's own, its bucket of ten calls would be all that is measured.
            try (var work = new Provisioning(ground, ground.cluster(), side);
                    MeasuredProgram program = work.start(KeptClaimsRow.LIFTED.toArray(String[]::new))) {
                ClaimsRow.warmUp(work);
                work.create("warm", MORE_WARM_UP);
                work.awaitBound(MORE_WARM_UP + 1);
                double cpuBefore = program.cpuSeconds();
                List<Double> millis = latencies(work, count);
                samples.add(side, CPU, (program.cpuSeconds() - cpuBefore) * 1_000 / count);
                samples.add(side, MEDIAN, Summary.of(millis).median());
                samples.add(side, WORST, Summary.of(millis).most());
                samples.line(name(), new Chart.Line(side.name(), Curves.distribution(millis)));
                cleanUp(work, count);
            }
        });
    }

    private static List<Double> latencies(Provisioning work, int count) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String prefix = "one-" + i;
            long start = System.nanoTime();
            work.create(prefix, 1);
            work.awaitBound(MORE_WARM_UP + 2 + i);
            millis.add((Objects.requireNonNull(work.bound().of(prefix + "-0")) - start) / 1e6);
        }
        return millis;
    }

    private static void cleanUp(Provisioning work, int count) {
        work.delete("warm", MORE_WARM_UP);
        for (int i = 0; i < count; i++) {
            work.delete("one-" + i, 1);
        }
        work.awaitGone(count + MORE_WARM_UP + 1);
    }
}
