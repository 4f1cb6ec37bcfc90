package io.csi4j.sidecar.metrics;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.DoubleSupplier;

/** A number that only grows. Safe for all threads. */
public final class Counter implements Family {
    private final Description description;
    private final Series<Cell> series;

    /** Either counted here or read elsewhere when somebody looks. */
    private interface Cell {
        double value();

        void add(double amount);
    }

    private static final class Counted implements Cell {
        private final DoubleAdder sum = new DoubleAdder();

        @Override
        public double value() {
            return sum.sum();
        }

        @Override
        public void add(double amount) {
            sum.add(amount);
        }
    }

    private record Read(DoubleSupplier source) implements Cell {
        @Override
        public double value() {
            return source.getAsDouble();
        }

        @Override
        public void add(double amount) {
            throw new IllegalStateException("this counter is read elsewhere");
        }
    }

    Counter(Description description) {
        this.description = description;
        this.series = new Series<>(description.labelNames(), Counted::new);
    }

    /** Adds one to the series with these label values. */
    public void increment(String... labelValues) {
        add(1, labelValues);
    }

    /** Adds an amount of at least 0. */
    public void add(double amount, String... labelValues) {
        if (!(amount >= 0)) {
            throw new IllegalArgumentException("a counter only grows, got " + amount);
        }
        series.at(labelValues).add(amount);
    }

    /** Lets the series show what the source says at each look. */
    public void read(DoubleSupplier source, String... labelValues) {
        series.put(new Read(source), labelValues);
    }

    /** What the series shows now. */
    public double value(String... labelValues) {
        return series.at(labelValues).value();
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public String type() {
        return "counter";
    }

    @Override
    public void write(TextPage page) {
        series.forEach((values, cell) -> page.sample("", values, cell.value()));
    }
}
