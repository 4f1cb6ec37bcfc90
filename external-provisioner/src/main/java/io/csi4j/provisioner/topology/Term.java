package io.csi4j.provisioner.topology;

import io.csi4j.spec.v1.Topology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One topology segment, and one alternative of a requirement: the labels a node must carry, sorted by key. Without
 * labels it is the segment of all nodes.
 *
 * <p>Terms order by number of labels, then key and value pair by pair (contract 4.5). Keys and values are ASCII label
 * text, so the order of characters is the order of bytes.
 */
public record Term(List<Label> labels) implements Comparable<Term> {
    /** One topology key with its value. */
    public record Label(String key, String value) implements Comparable<Label> {
        private static final Comparator<Label> ORDER =
                Comparator.comparing(Label::key).thenComparing(Label::value);

        @Override
        public int compareTo(Label other) {
            return ORDER.compare(this, other);
        }
    }

    public Term {
        labels = labels.stream().sorted().toList();
    }

    public static Term of(Map<String, String> segments) {
        return new Term(segments.entrySet().stream()
                .map(segment -> new Label(segment.getKey(), segment.getValue()))
                .toList());
    }

    /** This term with one more label. */
    Term with(String key, String value) {
        var longer = new ArrayList<>(labels);
        longer.add(new Label(key, value));
        return new Term(longer);
    }

    /** Whether every label of this term is one of {@code other}. */
    boolean isContainedIn(Term other) {
        return other.labels.containsAll(labels);
    }

    /** Value by key, in the order of the keys. */
    public SortedMap<String, String> segments() {
        var segments = new TreeMap<String, String>();
        labels.forEach(label -> segments.put(label.key(), label.value()));
        return segments;
    }

    public Topology toTopology() {
        return Topology.newBuilder().putAllSegments(segments()).build();
    }

    @Override
    public int compareTo(Term other) {
        int byLength = Integer.compare(labels.size(), other.labels.size());
        if (byLength != 0) {
            return byLength;
        }
        for (int i = 0; i < labels.size(); i++) {
            int byLabel = labels.get(i).compareTo(other.labels.get(i));
            if (byLabel != 0) {
                return byLabel;
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return labels.stream()
                .map(label -> label.key() + "=" + label.value())
                .toList()
                .toString();
    }
}
