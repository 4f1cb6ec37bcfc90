package io.csi4j.provisioner.topology;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the cluster says about nodes, for one driver; answers from a store, never waits. */
public interface NodeViews {
    /** Topology keys this driver registered on a node: none if it is not there; absent without a CSINode. */
    Optional<List<String>> driverKeys(String node);

    /** The labels of a node; absent without a Node. */
    Optional<Map<String, String>> labels(String node);

    /** The keys this driver registered on some node that has any, chosen freely; none if no node has. */
    List<String> anyDriverKeys();

    /** The labels of every node. */
    Stream<Map<String, String>> allLabels();
}
