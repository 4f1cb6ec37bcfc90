package io.csi4j.sidecar.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;

/** How often values fell into which bucket, and their sum. Safe for all threads. */
public final class Histogram implements Family {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Description description;
    private final List<Double> bounds;
    private final Series<Cell> series;

    /** Counts of one series; {@code counts} has one more place than there are bounds, for what is beyond. */
    private record Cell(AtomicLongArray counts, DoubleAdder sum) {}

    Histogram(Description description, List<Double> bounds) {
        this.description = description;
        this.bounds = List.copyOf(bounds);
        this.series = new Series<>(
                description.labelNames(), () -> new Cell(new AtomicLongArray(bounds.size() + 1), new DoubleAdder()));
    }

    /** Counts a value in the series with these label values. */
    public void observe(double value, String... labelValues) {
        Cell cell = series.at(labelValues);
        int bucket = 0;
        while (bucket < bounds.size() && value > bounds.get(bucket)) {
            bucket++;
        }
        cell.counts().incrementAndGet(bucket);
        cell.sum().add(value);
    }

    /** Counts a duration, in seconds. */
    public void observe(Duration duration, String... labelValues) {
        observe(duration.toNanos() / NANOS_PER_SECOND, labelValues);
    }

    /** How many values the series has counted. */
    public long count(String... labelValues) {
        AtomicLongArray counts = series.at(labelValues).counts();
        long count = 0;
        for (int i = 0; i < counts.length(); i++) {
            count += counts.get(i);
        }
        return count;
    }

    List<Double> bounds() {
        return bounds;
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public String type() {
        return "histogram";
    }

    @Override
    public void write(TextPage page) {
        series.forEach((values, cell) -> write(values, cell, page));
    }

    private void write(List<String> values, Cell cell, TextPage page) {
        // Go's page shows counts as it shows any number, so 1234567 reads 1.234567e+06.
        double count = 0;
        for (int i = 0; i < bounds.size(); i++) {
            count += cell.counts().get(i);
            page.bucket(values, bounds.get(i), count);
        }
        count += cell.counts().get(bounds.size());
        page.bucket(values, Double.POSITIVE_INFINITY, count);
        page.sample("_sum", values, cell.sum().sum());
        page.sample("_count", values, count);
    }
}
