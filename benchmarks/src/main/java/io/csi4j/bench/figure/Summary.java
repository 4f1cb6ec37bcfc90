package io.csi4j.bench.figure;

import java.util.Arrays;
import java.util.Collection;

/**
 * What is told of a number of samples.
 *
 * @param count at least 1
 * @param median the middle one, or the mean of the middle two
 */
public record Summary(int count, double median, double least, double most) {
    /** Of at least one sample. */
    public static Summary of(Collection<Double> samples) {
        double[] sorted = sorted(samples);
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Summary(sorted.length, median, sorted[0], sorted[sorted.length - 1]);
    }

    /**
     * The smallest sample that at least that share of all samples does not exceed (nearest rank).
     *
     * @param share above 0, at most 1; 0.99 for p99
     */
    public static double percentile(Collection<Double> samples, double share) {
        double[] sorted = sorted(samples);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    /** {@code 49.5 (47.2..51)}; one sample stands alone. */
    public String text() {
        String middle = Numbers.text(median);
        return count == 1 ? middle : middle + " (" + Numbers.text(least) + ".." + Numbers.text(most) + ")";
    }

    private static double[] sorted(Collection<Double> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("need at least one sample, got none");
        }
        double[] sorted = samples.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
