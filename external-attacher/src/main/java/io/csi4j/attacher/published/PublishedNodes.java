package io.csi4j.attacher.published;

import io.csi4j.spec.v1.ListVolumesResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which volumes the driver says are published where (contract 7, step 2). Mutable while it is read, by one thread. */
final class PublishedNodes {
    private final Map<String, Set<String>> nodesByHandle = new HashMap<>();

    /** Takes a page in: entries without a volume or a status say nothing, the last entry of a handle wins. */
    void add(ListVolumesResponse page) {
        for (var entry : page.getEntriesList()) {
            if (entry.hasVolume() && entry.hasStatus()) {
                nodesByHandle.put(
                        entry.getVolume().getVolumeId(),
                        Set.copyOf(entry.getStatus().getPublishedNodeIdsList()));
            }
        }
    }

    boolean isOn(String handle, String nodeId) {
        return nodesByHandle.getOrDefault(handle, Set.of()).contains(nodeId);
    }
}
