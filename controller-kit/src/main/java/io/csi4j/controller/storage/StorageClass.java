package io.csi4j.controller.storage;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A StorageClass.
 *
 * @param reclaimPolicy null leaves a volume's policy unset
 * @param bindingMode null counts as Immediate when provisioning
 * @param allowedTopologies empty means everywhere
 */
public record StorageClass(
        Meta meta,
        String provisioner,
        Map<String, String> parameters,
        @Nullable ReclaimPolicy reclaimPolicy,
        List<String> mountOptions,
        @Nullable BindingMode bindingMode,
        List<NodeTerm> allowedTopologies,
        boolean allowsExpansion)
        implements KubeObject {
    public StorageClass {
        parameters = Map.copyOf(parameters);
        mountOptions = List.copyOf(mountOptions);
        allowedTopologies = List.copyOf(allowedTopologies);
    }

    public boolean waitsForFirstConsumer() {
        return bindingMode == BindingMode.WAIT_FOR_FIRST_CONSUMER;
    }
}
