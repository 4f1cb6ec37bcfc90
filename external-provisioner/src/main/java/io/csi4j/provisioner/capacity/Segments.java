package io.csi4j.provisioner.capacity;

import io.csi4j.controller.storage.CsiNode;
import io.csi4j.controller.storage.Node;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.provisioner.topology.Term;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The topology segments there are. */
public final class Segments {
    private Segments() {}

    /**
     * Those of the nodes a driver runs on. A node that is not there (yet) or lacks the label of a key has none; a driver
     * without keys has one, the segment of all nodes.
     *
     * @param nodes by name
     */
    public static Set<Term> of(String driver, Collection<CsiNode> csiNodes, Function<String, Optional<Node>> nodes) {
        return csiNodes.stream()
                .flatMap(csiNode -> csiNode
                        .driver(driver)
                        .flatMap(registered -> nodes.apply(csiNode.name())
                                .flatMap(node -> segment(registered.topologyKeys(), node.labels())))
                        .stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Term> segment(List<String> keys, Map<String, String> labels) {
        if (!labels.keySet().containsAll(keys)) {
            return Optional.empty();
        }
        var own = new HashMap<>(labels);
        own.keySet().retainAll(keys);
        return Optional.of(Term.of(own));
    }

    /** Those a volume's affinity names; terms that are more than one value for each key name none. */
    public static Set<Term> of(List<NodeTerm> affinity) {
        return affinity.stream()
                .filter(term -> term.requirements().stream().allMatch(Segments::isOneValue))
                .map(term -> Term.of(term.requirements().stream()
                        .collect(Collectors.toMap(
                                NodeTerm.Requirement::key,
                                requirement -> requirement.values().getFirst(),
                                (first, second) -> second))))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isOneValue(NodeTerm.Requirement requirement) {
        return requirement.operator().equals("In") && requirement.values().size() == 1;
    }
}
