package io.csi4j.bench.figure;

import io.csi4j.bench.figure.Chart.Point;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lines made of samples. */
public final class Curves {
    /** Enough for a smooth line of a page's width. */
    private static final int STEPS = 40;

    private Curves() {}

    /**
     * How many happened each second, from moments in seconds since the start.
     *
     * @return about 40 points at most, at the middle of equal spans; empty without moments
     */
    public static List<Point> rateOverTime(Collection<Double> moments) {
        double end = moments.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        if (end <= 0) {
            return List.of();
        }
        int spans = Math.clamp(moments.size() / 5, 1, STEPS);
        double span = end / spans;
        int[] counts = new int[spans];
        moments.forEach(moment -> counts[Math.min(spans - 1, (int) (moment / span))]++);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < spans; i++) {
            points.add(new Point((i + 0.5) * span, counts[i] / span));
        }
        return points;
    }

    /** Which share of the samples (in percent, upwards) is at most so large (across). */
    public static List<Point> distribution(Collection<Double> samples) {
        List<Double> sorted = samples.stream().sorted().toList();
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            points.add(new Point(sorted.get(i), 100.0 * (i + 1) / sorted.size()));
        }
        return points;
    }
}
