package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Callers;
import io.csi4j.bench.cluster.Cluster;
import io.csi4j.bench.cluster.Moments;
import io.csi4j.bench.cluster.Objects;
import io.csi4j.bench.cluster.Watching;
import io.csi4j.bench.cluster.Writes;
import io.csi4j.bench.figure.Chart;
import io.csi4j.bench.figure.Curves;
import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.program.MeasuredProgram;
import io.csi4j.bench.program.Side;
import io.csi4j.testkit.driver.FakeDriver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bound claims that all ask for 1 GiB more at once on a running resizer, once more each round. */
final class ExpansionsRow implements Row {
    private static final int FULL = 2_000;
    private static final int QUICK = 50;
    private static final int CALLERS = 16;
    private static final String[] LIFTED = {"--kube-api-qps=2000", "--kube-api-burst=2000", "--workers=100"};
    private static final Measure EXPANDED = Measure.of("expanded", "/s").must(Goal.atLeastPeer(1));
    private static final Measure WRITES = Measure.of("writes an expansion, without events", "");
    private static final Measure EVENTS = Measure.of("events an expansion", "");
    private static final Measure CPU = Measure.of("CPU", "s");
    private static final Measure RESIDENT = Measure.of("RSS after it", "MB");

    @Override
    public String name() {
        return "expansions";
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        int count = ground.scale().of(FULL, QUICK);
        samples.title(count + " claims expanded by 1 GiB; flags " + List.of(LIFTED));
        samples.chart(new Chart(
                name(), "Expanded: " + samples.title(), "s since the first was asked for", "claims/s", List.of()));
        try (Cluster cluster = ground.freshCluster()) {
            Map<Side, String> namespaces = new HashMap<>();
            ground.sides().forEach(side -> namespaces.put(side, boundClaims(ground, cluster, side, count + 1)));
            Map<Side, Integer> sizes = new HashMap<>();
            ground.rounds(ground.scale().rounds(), Controller.RESIZER, side -> {
                int gibibytes = sizes.merge(side, 1, Integer::sum) + 1;
                String namespace = namespaces.getOrDefault(side, "");
                new Expanding(ground, cluster, side, namespace, samples).run(count, gibibytes);
            });
        }
    }

    /** Claims with volumes made for them; answers their namespace. */
    private static String boundClaims(Ground ground, Cluster cluster, Side side, int count) {
        String namespace = cluster.freshNamespace();
        cluster.api().create(Objects.storageClass(namespace, side.driverName()));
        Moments known = new Moments();
        Moments bound = new Moments();
        try (Watching _ = cluster.api().watch(Objects.volumes(), change -> {
                    if (change.says("storageClassName", namespace) && change.says("phase", "Available")) {
                        known.mark(change.name());
                    }
                });
                Watching _ = cluster.api().watch(Objects.claimsOf(namespace), change -> {
                    if (change.says("phase", "Bound")) {
                        bound.mark(change.name());
                    }
                })) {
            Callers.run(CALLERS, count, i -> {
                String name = Volumes.name(side.name(), i);
                cluster.api().create(Objects.volume(name, side.driverName(), namespace, namespace));
            });
            // A claim whose volume the cluster does not know yet waits for its next resync.
            ground.await("volumes known to begin with", known, count);
            Callers.run(CALLERS, count, i -> {
                String name = Volumes.name(side.name(), i);
                cluster.api().create(Objects.claim(namespace, name, namespace, name));
            });
            ground.await("claims bound to begin with", bound, count);
        }
        return namespace;
    }

    /** One round of one side. */
    private record Expanding(Ground ground, Cluster cluster, Side side, String namespace, Samples samples) {
        void run(int count, int gibibytes) {
            Moments expanded = new Moments();
            String capacity = "\"capacity\":{\"storage\":\"" + gibibytes + "Gi\"}";
            try (FakeDriver driver = Controller.driverOf(side);
                    MeasuredProgram program = MeasuredProgram.start(
                            Controller.plan(ground, cluster, side, Controller.RESIZER, driver.address())
                                    .with(LIFTED));
                    Watching _ = cluster.api().watch(Objects.claimsOf(namespace), change -> {
                        if (change.line().contains(capacity)) {
                            expanded.mark(change.name());
                        }
                    })) {
                Volumes.addTo(driver, side.name(), count + 1);
                expand(count, gibibytes);
                ground.await("expanded", expanded, 1, program);
                long mark = cluster.mark();
                long start = System.nanoTime();
                Callers.run(CALLERS, count, i -> expand(i, gibibytes));
                ground.await("expanded", expanded, count + 1, program);
                List<Double> seconds = expanded.secondsSince(start).stream()
                        .filter(moment -> moment > 0)
                        .toList();
                samples.add(side, EXPANDED, ClaimsRow.rate(seconds));
                samples.line("expansions", new Chart.Line(side.name(), Curves.rateOverTime(seconds)));
                samples.add(side, CPU, program.cpuSeconds());
                samples.add(side, RESIDENT, program.memory().resident());
                count(cluster.writesSince(mark), count);
            }
        }

        private void count(Writes writes, int count) {
            samples.add(side, WRITES, (double) writes.others() / count);
            samples.add(side, EVENTS, (double) writes.events() / count);
            ground.say(side.name() + " wrote " + writes.byKind());
        }

        private void expand(int index, int gibibytes) {
            cluster.api()
                    .patch(
                            Objects.claimsOf(namespace) + "/" + Volumes.name(side.name(), index),
                            "{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"" + gibibytes + "Gi\"}}}}");
        }
    }
}
