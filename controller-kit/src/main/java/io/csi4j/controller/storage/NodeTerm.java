package io.csi4j.controller.storage;

import java.util.List;

/**
 * One alternative of a volume's node affinity or of a class's {@code allowedTopologies}: a node fits if it meets every
 * requirement.
 */
public record NodeTerm(List<Requirement> requirements) {
    public NodeTerm {
        requirements = List.copyOf(requirements);
    }

    /**
     * What one node label must be.
     *
     * @param operator as in the API: {@code In}, {@code NotIn}, {@code Exists}, {@code DoesNotExist}, {@code Gt},
     *     {@code Lt}; always {@code In} in {@code allowedTopologies}
     */
    public record Requirement(String key, String operator, List<String> values) {
        public Requirement {
            values = List.copyOf(values);
        }

        /** The label must have one of the values. */
        public static Requirement in(String key, List<String> values) {
            return new Requirement(key, "In", values);
        }
    }
}
