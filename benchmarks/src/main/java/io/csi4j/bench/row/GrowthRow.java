package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Cluster;
import io.csi4j.bench.cluster.Filling;
import io.csi4j.bench.figure.Chart;
import io.csi4j.bench.figure.Chart.Point;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.figure.Numbers;
import io.csi4j.bench.program.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a controller takes that was started when so many objects of one kind were there. */
final class GrowthRow implements Row {
    private final Growth growth;

    GrowthRow(Growth growth) {
        this.growth = growth;
    }

    @Override
    public String name() {
        return "memory-" + growth.things();
    }

    @Override
    public void measure(Ground ground, Samples samples) {
        samples.title(growth.title());
        samples.chart(new Chart(name(), "Memory over " + growth.things(), growth.things(), "MB (RSS)", List.of()));
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        try (Cluster cluster = ground.freshCluster()) {
            Filling filling = Filling.of(cluster, Standing.DRIVER, ground::say);
            for (int step : ground.scale().isQuick() ? growth.quick() : growth.full()) {
                growth.fill(filling, step);
                for (String program : growth.programs()) {
                    Standing standing = new Standing(ground, cluster, program, growth.driver());
                    ground.rounds(1, program, side -> {
                        double resident = sample(samples, side, standing, step);
                        lines.computeIfAbsent(side.name() + " " + program, label -> new ArrayList<>())
                                .add(new Point(step, resident));
                    });
                }
            }
        }
        lines.forEach((label, points) -> samples.line(name(), new Chart.Line(label, points)));
    }

    private double sample(Samples samples, Side side, Standing standing, int step) {
        String label = standing.program() + " at " + Numbers.text(step);
        Standing.Rest rest = standing.rest(side);
        double resident = rest.memory().resident();
        samples.add(side, Measure.of(label + ", RSS", "MB").must(growth.goal(standing.program(), step)), resident);
        samples.add(side, Measure.of(label + ", PSS", "MB"), rest.memory().proportional());
        samples.add(side, Measure.of(label + ", CPU to read them", "s"), rest.cpuSeconds());
        return resident;
    }
}
