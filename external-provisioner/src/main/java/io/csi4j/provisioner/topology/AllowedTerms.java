package io.csi4j.provisioner.topology;

import io.csi4j.controller.storage.NodeTerm;
import java.util.ArrayList;
import java.util.List;

/** Spells out a storage class's allowed topologies. */
final class AllowedTerms {
    private AllowedTerms() {}

    /** Every combination of values as a term of its own, those of the first allowed term first. */
    static List<Term> flatten(List<NodeTerm> allowed) {
        return allowed.stream().flatMap(term -> combinations(term).stream()).toList();
    }

    private static List<Term> combinations(NodeTerm allowed) {
        List<Term> terms = List.of();
        for (var requirement : allowed.requirements()) {
            var start = terms.isEmpty() ? List.of(new Term(List.of())) : terms;
            var longer = new ArrayList<Term>();
            for (String value : requirement.values()) {
                start.forEach(term -> longer.add(term.with(requirement.key(), value)));
            }
            terms = longer;
        }
        return terms;
    }
}
