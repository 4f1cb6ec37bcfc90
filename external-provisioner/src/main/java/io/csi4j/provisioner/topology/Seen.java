package io.csi4j.provisioner.topology;

import java.util.List;
import java.util.Map;

/**
 * What an earlier attempt for the same claim read about nodes: a repeated call must carry the same arguments even if
 * the node has vanished since (contract 4.5). Empty members were not read yet.
 */
public final class Seen {
    /** Nothing read yet. */
    public static final Seen NOTHING = new Seen(List.of(), Map.of(), List.of());

    private final List<String> keys;
    private final Map<String, String> labels;
    private final List<Term> aggregated;

    private Seen(List<String> keys, Map<String, String> labels, List<Term> aggregated) {
        this.keys = List.copyOf(keys);
        this.labels = Map.copyOf(labels);
        this.aggregated = List.copyOf(aggregated);
    }

    List<String> keys() {
        return keys;
    }

    Map<String, String> labels() {
        return labels;
    }

    List<Term> aggregated() {
        return aggregated;
    }

    Seen withNode(List<String> nodeKeys, Map<String, String> nodeLabels) {
        return new Seen(nodeKeys, nodeLabels, aggregated);
    }

    Seen withAggregated(List<Term> terms) {
        return new Seen(keys, labels, terms);
    }
}
