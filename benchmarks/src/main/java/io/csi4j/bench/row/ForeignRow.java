package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Cluster;
import io.csi4j.bench.cluster.Filling;
import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.program.Side;
import java.util.HashMap;
import java.util.Map;

/** How much more memory a controller takes when other drivers have very many volumes and its own has none. */
final class ForeignRow implements Row {
    private static final int FULL = 100_000;
    private static final int QUICK = 400;
    private static final double MOST_MEGABYTES = 30;

    @Override
    public String name() {
        return "memory-foreign";
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        int count = ground.scale().of(FULL, QUICK);
        samples.title("each controller started with " + count + " volumes of another driver, against none");
        try (Cluster cluster = ground.freshCluster()) {
            Filling filling = Filling.of(cluster, "other.bench.csi4j.io", ground::say);
            Map<String, Double> idle = new HashMap<>();
            for (String program : Standing.PROGRAMS) {
                Standing standing = standing(ground, cluster, program);
                ground.rounds(
                        1,
                        program,
                        side -> idle.put(
                                key(side, program), standing.rest(side).memory().resident()));
            }
            filling.volumesUpTo(count);
            for (String program : Standing.PROGRAMS) {
                Standing standing = standing(ground, cluster, program);
                ground.rounds(1, program, side -> {
                    double resident = standing.rest(side).memory().resident();
                    double more = resident - idle.getOrDefault(key(side, program), Double.NaN);
                    samples.add(side, Measure.of(program + " RSS", "MB"), resident);
                    samples.add(
                            side, Measure.of(program + " above idle", "MB").must(Goal.atMost(MOST_MEGABYTES)), more);
                });
            }
        }
    }

    private static Standing standing(Ground ground, Cluster cluster, String program) {
        return new Standing(ground, cluster, program, Controller.traits(Standing.DRIVER));
    }

    private static String key(Side side, String program) {
        return side.name() + " " + program;
    }
}
