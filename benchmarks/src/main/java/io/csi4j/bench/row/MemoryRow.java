package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Cluster;
import io.csi4j.bench.cluster.Filling;
import io.csi4j.bench.figure.Chart;
import io.csi4j.bench.figure.Chart.Point;
import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.figure.Numbers;
import io.csi4j.bench.program.Memory;
import io.csi4j.bench.program.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Memory of a controller that was started when so many bound claims and volumes of its driver were there. */
final class MemoryRow implements Row {
    private static final int[] FULL = {0, 1_000, 10_000, 50_000};
    private static final int[] QUICK = {0, 200, 400};

    /** Megabytes at a number of claims, by program: issue 9. */
    private static final Map<String, Map<Integer, Double>> MOST = Map.of(
            Controller.PROVISIONER, Map.of(10_000, 115.0, 50_000, 160.0),
            Controller.ATTACHER, Map.of(10_000, 95.0, 50_000, 130.0),
            Controller.RESIZER, Map.of(10_000, 100.0, 50_000, 140.0));

    @Override
    public String name() {
        return "memory-claims";
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        int[] steps = ground.scale().isQuick() ? QUICK : FULL;
        samples.title("each controller started with so many bound claims and volumes of its driver");
        samples.chart(new Chart(name(), "Memory over claims and volumes", "claims", "MB (RSS)", List.of()));
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        try (Cluster cluster = ground.freshCluster()) {
            Filling filling = Filling.of(cluster, Standing.DRIVER, ground::say);
            for (int step : steps) {
                filling.claimsUpTo(step);
                for (String program : Standing.PROGRAMS) {
                    Standing standing = new Standing(ground, cluster, program);
                    ground.rounds(1, program, side -> {
                        double resident = sample(samples, side, program, step, standing.memory(side));
                        lines.computeIfAbsent(side.name() + " " + program, label -> new ArrayList<>())
                                .add(new Point(step, resident));
                    });
                }
            }
        }
        lines.forEach((label, points) -> samples.line(name(), new Chart.Line(label, points)));
    }

    private static double sample(Samples samples, Side side, String program, int step, Memory memory) {
        String label = program + " at " + Numbers.text(step);
        Double most = MOST.getOrDefault(program, Map.of()).get(step);
        Goal goal = most == null ? Goal.NONE : Goal.atMost(most);
        samples.add(side, Measure.of(label + ", RSS", "MB").must(goal), memory.resident());
        samples.add(side, Measure.of(label + ", PSS", "MB"), memory.proportional());
        return memory.resident();
    }
}
