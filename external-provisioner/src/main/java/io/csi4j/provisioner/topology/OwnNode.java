package io.csi4j.provisioner.topology;

import io.csi4j.controller.storage.NodeTerm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The only node there is for a provisioner that serves its own node: what the driver says of it stands for Node and
 * CSINode, which are not watched.
 *
 * @param segments by topology key, as NodeGetInfo answers; empty if it names none
 */
public record OwnNode(String name, Map<String, String> segments) implements NodeViews {
    public OwnNode {
        segments = Map.copyOf(segments);
    }

    @Override
    public Optional<List<String>> driverKeys(String node) {
        return Optional.of(anyDriverKeys()).filter(_ -> node.equals(name));
    }

    @Override
    public Optional<Map<String, String>> labels(String node) {
        return Optional.of(segments).filter(_ -> node.equals(name));
    }

    @Override
    public List<String> anyDriverKeys() {
        return segments.keySet().stream().sorted().toList();
    }

    @Override
    public Stream<Map<String, String>> allLabels() {
        return Stream.of(segments);
    }

    /** Whether a volume of that affinity can be used here: also if nobody says where it or the node is. */
    public boolean reaches(@Nullable List<NodeTerm> affinity) {
        return affinity == null || segments.isEmpty() || affinity.stream().anyMatch(this::fits);
    }

    /** A term without requirements fits no node. */
    private boolean fits(NodeTerm term) {
        return !term.requirements().isEmpty() && term.requirements().stream().allMatch(this::meets);
    }

    private boolean meets(NodeTerm.Requirement requirement) {
        String value = segments.get(requirement.key());
        return switch (requirement.operator()) {
            case "In" -> value != null && requirement.values().contains(value);
            case "NotIn" -> value == null || !requirement.values().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            // Gt and Lt compare numbers; no driver names its segments by them.
            default -> false;
        };
    }
}
