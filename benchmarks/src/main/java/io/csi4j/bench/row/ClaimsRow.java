package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Writes;
import io.csi4j.bench.figure.Chart;
import io.csi4j.bench.figure.Curves;
import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Side;
import java.util.List;

/**
 * Claims created at once on a running provisioner, then deleted at once: rates from the first call to the last claim
 * Bound, and to the last volume gone.
 *
 * @param full how many claims
 * @param quick how many in a quick run
 * @param goals what the two rates must reach
 */
record ClaimsRow(String name, int full, int quick, List<String> flags, Goals goals) implements Row {
    private static final Measure CPU = Measure.of("CPU, create and delete", "s");
    private static final Measure WRITES_CREATED = Measure.of("writes a claim created, without events", "");
    private static final Measure EVENTS = Measure.of("events a claim, both", "");
    private static final Measure WRITES_DELETED = Measure.of("writes a claim deleted, without events", "");
    private static final Measure DELETE_CALLS = Measure.of("DeleteVolume calls a deletion", "");
    private static final Measure RESIDENT = Measure.of("RSS after it", "MB");

    /** Goals of the rates in claims a second, and of the processor time. */
    record Goals(Goal bound, Goal deleted, Goal cpu) {}

    /** 200 claims with the flags that upstream's images have by default. */
    static Row withStandardFlags() {
        return new ClaimsRow(
                "claims-default", 200, 10, List.of(), new Goals(Goal.atLeast(40), Goal.atLeast(40), Goal.NONE));
    }

    /** 1,000 claims with limits lifted on both sides. */
    static Row withoutLimits() {
        return new ClaimsRow(
                "claims-lifted",
                1_000,
                100,
                KeptClaimsRow.LIFTED,
                new Goals(Goal.atLeastPeer(1), Goal.atLeastPeer(1), Goal.atMostPeer(1)));
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        int count = ground.scale().of(full, quick);
        samples.title(count + " claims created, then deleted; flags " + (flags.isEmpty() ? "by default" : flags));
        samples.chart(new Chart(
                name, "Claims bound: " + samples.title(), "s since the first was created", "claims/s", List.of()));
        ground.rounds(ground.scale().rounds(), Controller.PROVISIONER, side -> {
            try (var work = new Provisioning(ground, ground.cluster(), side);
                    MeasuredProgram program = work.start(flags.toArray(String[]::new))) {
                warmUp(work);
                long mark = ground.cluster().mark();
                created(ground, work, side, count, samples);
                deleted(ground, work, side, count, samples);
                // Events are sent behind the work, so they are counted over both halves.
                samples.add(
                        side,
                        EVENTS,
                        (double) ground.cluster().writesSince(mark).events() / count);
                samples.add(side, CPU.must(goals.cpu()), program.cpuSeconds());
                samples.add(side, RESIDENT, program.memory().resident());
            }
        });
    }

    /** One claim there and back: the program is ready, and has run its code once. */
    static void warmUp(Provisioning work) {
        work.create("first", 1);
        work.awaitBound(1);
        work.delete("first", 1);
        work.awaitGone(1);
    }

    private void created(Ground ground, Provisioning work, Side side, int count, Samples samples) {
        long mark = ground.cluster().mark();
        long start = System.nanoTime();
        work.create("claim", count);
        work.awaitBound(count + 1);
        List<Double> moments = work.bound().secondsSince(start).stream()
                .filter(moment -> moment > 0)
                .toList();
        samples.add(side, Measure.of("bound", "/s").must(goals.bound()), rate(moments));
        samples.line(name, new Chart.Line(side.name(), Curves.rateOverTime(moments)));
        Writes writes = ground.cluster().writesSince(mark);
        samples.add(side, WRITES_CREATED, (double) writes.others() / count);
        ground.say(side.name() + " wrote " + writes.byKind());
    }

    private void deleted(Ground ground, Provisioning work, Side side, int count, Samples samples) {
        long mark = ground.cluster().mark();
        int callsBefore = work.deleteCalls();
        long start = System.nanoTime();
        work.delete("claim", count);
        work.awaitGone(count + 1);
        List<Double> moments = work.gone().secondsSince(start).stream()
                .filter(moment -> moment > 0)
                .toList();
        samples.add(side, Measure.of("deleted", "/s").must(goals.deleted()), rate(moments));
        Writes writes = ground.cluster().writesSince(mark);
        samples.add(side, WRITES_DELETED, (double) writes.others() / count);
        samples.add(side, DELETE_CALLS.must(Goal.atMost(1)), (double) (work.deleteCalls() - callsBefore) / count);
        ground.say(side.name() + " wrote " + writes.byKind());
    }

    static double rate(List<Double> moments) {
        return moments.size()
                / moments.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }
}
