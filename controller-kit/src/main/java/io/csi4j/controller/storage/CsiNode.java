package io.csi4j.controller.storage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A CSINode: which drivers run on the node of the same name. */
public record CsiNode(Meta meta, List<Driver> drivers) implements KubeObject {
    public CsiNode {
        drivers = List.copyOf(drivers);
    }

    /**
     * One driver on the node.
     *
     * @param nodeId how the driver calls the node
     * @param topologyKeys the node labels that say where the node is, in the kubelet's order
     * @param count volumes the driver can attach there, null if it does not say
     */
    public record Driver(
            String name,
            String nodeId,
            List<String> topologyKeys,
            @Nullable Integer count) {
        public Driver {
            topologyKeys = List.copyOf(topologyKeys);
        }
    }

    public Optional<Driver> driver(String name) {
        return drivers.stream().filter(driver -> driver.name().equals(name)).findFirst();
    }
}
