package io.csi4j.provisioner.topology;

import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.spec.v1.TopologyRequirement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides from which parts of the cluster a new volume must be reachable (contract 4.5).
 *
 * <p>Two lists leave: the requisite terms, sorted and without duplicates, one of which the volume must satisfy; and
 * the preferred ones, the same terms rotated to begin at the best. The best is the selected node's own term or, when
 * nobody selected a node, the one {@link ClaimSpread} picks.
 */
public final class Accessibility {
    private final Question question;
    private final NodeViews nodes;
    private Seen seen;

    /**
     * What decides the requirement of one call.
     *
     * @param claimName without namespace
     * @param selectedNode the node the scheduler chose, empty if none
     * @param allowed the storage class's allowed topologies, may be empty
     * @param strict only the selected node's own term will do
     * @param immediate without a node and without allowed topologies, all terms of the cluster are named
     * @param seen what the last attempt of the same claim read
     */
    public record Question(
            String claimName,
            String selectedNode,
            List<NodeTerm> allowed,
            boolean strict,
            boolean immediate,
            Seen seen) {
        public Question {
            allowed = List.copyOf(allowed);
        }
    }

    /** The requirement, or why there is none yet. */
    public sealed interface Answer {
        /** @param seen to be given back with the next attempt of this claim */
        record Required(TopologyRequirement requirement, Seen seen) implements Answer {}

        /** The call carries no requirement. */
        record Unrestricted() implements Answer {}

        /** The selected node has no CSINode: another node may do. */
        record NodeGone(String message) implements Answer {}

        /** The nodes do not tell yet. */
        record Unclear(String message) implements Answer {}
    }

    private sealed interface Terms {
        /** @param ofNode the selected node's own term, null without one */
        record Of(List<Term> sorted, @Nullable Term ofNode) implements Terms {}

        record None(Answer why) implements Terms {}
    }

    private Accessibility(Question question, NodeViews nodes) {
        this.question = question;
        this.nodes = nodes;
        this.seen = question.seen();
    }

    /** Decides by the table of contract 4.5; reads {@code nodes} only for what {@code question.seen} lacks. */
    public static Answer of(Question question, NodeViews nodes) {
        return new Accessibility(question, nodes).answer();
    }

    private Answer answer() {
        return switch (requisite()) {
            case Terms.None(var why) -> why;
            case Terms.Of(var sorted, var ofNode) when sorted.isEmpty() -> new Answer.Unrestricted();
            case Terms.Of(var sorted, var ofNode) -> prefer(sorted, ofNode);
        };
    }

    private Terms requisite() {
        if (question.selectedNode().isEmpty()) {
            return withoutNode();
        }
        return readNode()
                .<Terms>map(Terms.None::new)
                .orElseGet(() -> withNode(Term.of(restrict(seen.labels(), seen.keys()))));
    }

    private Terms withoutNode() {
        if (!question.allowed().isEmpty()) {
            return terms(AllowedTerms.flatten(question.allowed()), null);
        }
        return question.immediate() ? aggregated(null) : terms(List.of(), null);
    }

    private Terms withNode(Term own) {
        var allowed = AllowedTerms.flatten(question.allowed());
        if (question.strict()) {
            boolean mayBeHere =
                    question.allowed().isEmpty() || allowed.stream().anyMatch(term -> term.isContainedIn(own));
            return mayBeHere
                    ? terms(List.of(own), own)
                    : unclear("selected node " + question.selectedNode() + " has topology " + own
                            + ", which is not in the allowed topologies " + allowed);
        }
        return question.allowed().isEmpty() ? aggregated(own) : terms(allowed, own);
    }

    /** Reads keys and labels of the selected node into {@code seen}; answers why that is not possible. */
    private Optional<Answer> readNode() {
        String node = question.selectedNode();
        if (seen.keys().isEmpty()) {
            var registered = nodes.driverKeys(node);
            if (registered.isEmpty()) {
                return Optional.of(new Answer.NodeGone("selected node " + node + " has no CSINode object"));
            }
            seen = seen.withNode(registered.get(), seen.labels());
        }
        if (seen.keys().isEmpty()) {
            return Optional.of(new Answer.Unclear("the driver registered no topology keys on node " + node));
        }
        if (!seen.labels().keySet().containsAll(seen.keys())) {
            var labels = nodes.labels(node).orElse(Map.of());
            if (!labels.keySet().containsAll(seen.keys())) {
                return Optional.of(new Answer.Unclear(
                        "node " + node + " does not exist or lacks a label of the topology keys " + seen.keys()));
            }
            seen = seen.withNode(seen.keys(), restrict(labels, seen.keys()));
        }
        return Optional.empty();
    }

    /** One term for each node that carries all keys, whether the driver runs there or not. */
    private Terms aggregated(@Nullable Term own) {
        if (seen.aggregated().isEmpty()) {
            var keys = own != null ? seen.keys() : nodes.anyDriverKeys();
            if (keys.isEmpty()) {
                return unclear("the driver registered no topology keys on any node");
            }
            var found = nodes.allLabels()
                    .filter(labels -> labels.keySet().containsAll(keys))
                    .map(labels -> Term.of(restrict(labels, keys)))
                    .distinct()
                    .toList();
            if (found.isEmpty()) {
                return unclear("no node has the labels of the topology keys " + keys);
            }
            seen = seen.withAggregated(found);
        }
        return terms(seen.aggregated(), own);
    }

    private Answer prefer(List<Term> sorted, @Nullable Term ofNode) {
        int start = ofNode != null
                ? firstContained(sorted, ofNode)
                : ClaimSpread.start(question.claimName(), sorted.size());
        if (start < 0) {
            return new Answer.Unclear("topology " + ofNode + " of the selected node " + question.selectedNode()
                    + " is not one of " + sorted);
        }
        var preferred = new ArrayList<>(sorted.subList(start, sorted.size()));
        preferred.addAll(sorted.subList(0, start));
        var requirement = TopologyRequirement.newBuilder();
        sorted.forEach(term -> requirement.addRequisite(term.toTopology()));
        preferred.forEach(term -> requirement.addPreferred(term.toTopology()));
        return new Answer.Required(requirement.build(), seen);
    }

    private static int firstContained(List<Term> sorted, Term own) {
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i).isContainedIn(own)) {
                return i;
            }
        }
        return -1;
    }

    private static Map<String, String> restrict(Map<String, String> labels, Collection<String> keys) {
        var kept = new TreeMap<String, String>();
        keys.forEach(key -> kept.put(key, labels.getOrDefault(key, "")));
        return kept;
    }

    private static Terms terms(List<Term> any, @Nullable Term ofNode) {
        return new Terms.Of(any.stream().sorted().distinct().toList(), ofNode);
    }

    private static Terms unclear(String message) {
        return new Terms.None(new Answer.Unclear(message));
    }
}
