package io.csi4j.provisioner.capacity;

import io.csi4j.controller.storage.BindingMode;
import io.csi4j.controller.storage.Owner;
import io.csi4j.controller.storage.StorageClass;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What all capacity objects of a process share.
 *
 * @param managedBy see {@link ManagedBy}
 * @param namespace where the objects live
 * @param owner with whom they go, null to stay
 * @param immediateBinding {@code --capacity-for-immediate-binding}
 */
public record CapacityRules(
        String driver,
        String managedBy,
        String namespace,
        @Nullable Owner owner,
        boolean immediateBinding) {
    private static final String DRIVER_LABEL = "csi.storage.k8s.io/drivername";
    private static final String MANAGED_BY_LABEL = "csi.storage.k8s.io/managed-by";

    /** Whether the scheduler wants to know the room for that class; one without a mode counts as late binding. */
    public boolean cover(StorageClass storageClass) {
        return storageClass.provisioner().equals(driver)
                && (immediateBinding || storageClass.bindingMode() != BindingMode.IMMEDIATE);
    }

    /** On every object of ours, and on no other. */
    Map<String, String> labels() {
        return Map.of(DRIVER_LABEL, driver, MANAGED_BY_LABEL, managedBy);
    }

    /** Label selector of our objects. */
    public String selector() {
        return new TreeMap<>(labels())
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(","));
    }
}
