package io.csi4j.controller.storage;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CSIStorageCapacity: how much room one class has in one topology segment.
 *
 * @param topology {@code nodeTopology.matchLabels}; null if the object names no topology
 * @param plainTopology false if {@code nodeTopology} also has match expressions, which we never write
 */
public record StorageCapacity(
        Meta meta,
        Map<String, String> labels,
        List<Owner> owners,
        String storageClassName,
        @Nullable Map<String, String> topology,
        boolean plainTopology,
        @Nullable Quantity capacity,
        @Nullable Quantity maximumVolumeSize)
        implements KubeObject {
    public StorageCapacity {
        labels = Map.copyOf(labels);
        owners = List.copyOf(owners);
        topology = topology == null ? null : Map.copyOf(topology);
    }
}
