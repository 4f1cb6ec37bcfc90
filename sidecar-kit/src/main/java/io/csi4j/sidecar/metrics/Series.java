package io.csi4j.sidecar.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The cells of one family by their label values; mutable, safe for all threads. A family without labels has its one
 * cell from the start, so that it shows 0 before anything happens.
 */
final class Series<C> {
    private static final Comparator<List<String>> BY_VALUE =
            (one, other) -> Arrays.compare(one.toArray(String[]::new), other.toArray(String[]::new));

    private final List<String> labelNames;
    private final Supplier<C> empty;
    private final Map<List<String>, C> cells = new ConcurrentHashMap<>();

    Series(List<String> labelNames, Supplier<C> empty) {
        this.labelNames = labelNames;
        this.empty = empty;
        if (labelNames.isEmpty()) {
            cells.put(List.of(), empty.get());
        }
    }

    C at(String... labelValues) {
        return cells.computeIfAbsent(key(labelValues), values -> empty.get());
    }

    void put(C cell, String... labelValues) {
        cells.put(key(labelValues), cell);
    }

    void remove(String... labelValues) {
        cells.remove(key(labelValues));
    }

    void forEach(BiConsumer<List<String>, C> taker) {
        cells.keySet().stream().sorted(BY_VALUE).forEach(values -> {
            C cell = cells.get(values);
            if (cell != null) {
                taker.accept(values, cell);
            }
        });
    }

    private List<String> key(String... labelValues) {
        if (labelValues.length != labelNames.size()) {
            throw new IllegalArgumentException("need values of " + labelNames + ", got " + labelValues.length);
        }
        return List.of(labelValues);
    }
}
