package io.csi4j.provisioner.claim;

import io.csi4j.controller.storage.CsiNode;
import io.csi4j.controller.storage.Node;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.watch.Store;
import io.csi4j.provisioner.topology.NodeViews;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The nodes of the cluster as one driver sees them, read from the stores. */
public record ClusterNodes(String driver, Store<CsiNode> csiNodes, Store<Node> nodes, RandomGenerator random)
        implements NodeViews {
    @Override
    public Optional<List<String>> driverKeys(String node) {
        return csiNodes.get(ObjectKey.cluster(node)).map(this::keys);
    }

    @Override
    public Optional<Map<String, String>> labels(String node) {
        return nodes.get(ObjectKey.cluster(node)).map(Node::labels);
    }

    /** Of a random node: no node's keys shall win for ever while a driver changes its keys. */
    @Override
    public List<String> anyDriverKeys() {
        var known = csiNodes.all().stream()
                .map(this::keys)
                .filter(keys -> !keys.isEmpty())
                .toList();
        return known.isEmpty() ? List.of() : known.get(random.nextInt(known.size()));
    }

    @Override
    public Stream<Map<String, String>> allLabels() {
        return nodes.all().stream().map(Node::labels);
    }

    private List<String> keys(CsiNode node) {
        return node.driver(driver).map(CsiNode.Driver::topologyKeys).orElse(List.of());
    }
}
