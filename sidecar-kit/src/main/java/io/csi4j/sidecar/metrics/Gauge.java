package io.csi4j.sidecar.metrics;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;

/** A number that goes up and down. Safe for all threads. */
public final class Gauge implements Family {
    private final Description description;
    private final Series<AtomicReference<DoubleSupplier>> series;

    Gauge(Description description) {
        this.description = description;
        this.series = new Series<>(description.labelNames(), () -> new AtomicReference<>(() -> 0));
    }

    /** Sets the series with these label values. */
    public void set(double value, String... labelValues) {
        series.at(labelValues).set(() -> value);
    }

    /** Adds to the series, which starts at 0; a negative amount takes away. */
    public void add(double amount, String... labelValues) {
        series.at(labelValues).updateAndGet(before -> {
            double after = before.getAsDouble() + amount;
            return () -> after;
        });
    }

    /** Lets the series show what the source says at each look. */
    public void read(DoubleSupplier source, String... labelValues) {
        series.at(labelValues).set(source);
    }

    /** Forgets the series; it is no longer shown. */
    public void remove(String... labelValues) {
        series.remove(labelValues);
    }

    /** What the series shows now. */
    public double value(String... labelValues) {
        return series.at(labelValues).get().getAsDouble();
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public String type() {
        return "gauge";
    }

    @Override
    public void write(TextPage page) {
        series.forEach((values, cell) -> page.sample("", values, cell.get().getAsDouble()));
    }
}
