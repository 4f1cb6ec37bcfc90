package io.csi4j.bench.row;

import io.csi4j.bench.figure.Chart;
import io.csi4j.bench.figure.Curves;
import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.figure.Summary;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One claim after the other on an idle cluster: from before its creation until the watch says Bound. By a program that
 * has just been started, and by one that has made a few hundred volumes before.
 */
final class OneClaimRow implements Row {
    private static final int FULL = 50;
    private static final int QUICK = 10;
    private static final int BROKEN_IN = 500;
    private static final int MORE_WARM_UP = 5;
    private static final Measure MEDIAN = Measure.of("p50", "ms").must(Goal.atMostPeer(1));
    private static final Measure CPU = Measure.of("CPU a claim", "ms");
    private static final Measure WORST = Measure.of("worst", "ms").must(Goal.atMostPeer(1));
    private static final Measure LATER_MEDIAN = Measure.of("later: p50", "ms");
    private static final Measure LATER_CPU = Measure.of("later: CPU a claim", "ms");
    private static final Measure LATER_WORST = Measure.of("later: worst", "ms");

    @Override
    public String name() {
        return "one-claim";
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        int count = ground.scale().of(FULL, QUICK);
        int before = ground.scale().of(BROKEN_IN, QUICK);
        samples.title("one claim at a time, created to Bound, " + count
                + " of them by a program just started; later: after " + before + " others");
        samples.chart(new Chart(name(), "How long a claim takes: " + samples.title(), "ms", "% of claims", List.of()));
        ground.rounds(ground.scale().rounds(), Controller.PROVISIONER, side -> {
            // Lifted limits: with upstream's own, its bucket of ten calls would be all that is measured.
            try (var work = new Provisioning(ground, ground.cluster(), side);
                    MeasuredProgram program = work.start(KeptClaimsRow.LIFTED.toArray(String[]::new))) {
                ClaimsRow.warmUp(work);
                many(work, "warm", MORE_WARM_UP);
                Single first = single(work, program, "one", count);
                first.into(samples, side, List.of(CPU, MEDIAN, WORST));
                samples.line(name(), new Chart.Line(side.name(), Curves.distribution(first.millis())));
                many(work, "before", before);
                Single later = single(work, program, "later", count);
                later.into(samples, side, List.of(LATER_CPU, LATER_MEDIAN, LATER_WORST));
                samples.line(name(), new Chart.Line(side.name() + " later", Curves.distribution(later.millis())));
                work.deleteAll();
                work.awaitGone(work.bound().count());
            }
        });
    }

    /** What claims made one at a time took. */
    private record Single(double cpuMillis, List<Double> millis) {
        /** As CPU, median and worst. */
        void into(Samples samples, Side side, List<Measure> measures) {
            Summary summary = Summary.of(millis);
            samples.add(side, measures.get(0), cpuMillis);
            samples.add(side, measures.get(1), summary.median());
            samples.add(side, measures.get(2), summary.most());
        }
    }

    private static void many(Provisioning work, String prefix, int count) {
        int already = work.bound().count();
        work.create(prefix, count);
        work.awaitBound(already + count);
    }

    private static Single single(Provisioning work, MeasuredProgram program, String prefix, int count) {
        double cpuBefore = program.cpuSeconds();
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = prefix + "-" + i;
            long start = System.nanoTime();
            many(work, name, 1);
            millis.add((Objects.requireNonNull(work.bound().of(name + "-0")) - start) / 1e6);
        }
        return new Single((program.cpuSeconds() - cpuBefore) * 1_000 / count, millis);
    }
}
