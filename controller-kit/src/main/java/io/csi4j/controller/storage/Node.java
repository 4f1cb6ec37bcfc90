package io.csi4j.controller.storage;

import java.util.Map;

/** A Node, reduced to its labels. */
public record Node(Meta meta, Map<String, String> labels) implements KubeObject {
    public Node {
        labels = Map.copyOf(labels);
    }
}
