package io.csi4j.resizer.claim;

import io.csi4j.sidecar.csi.ControllerCalls;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.metrics.OperationMetrics;
import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import io.csi4j.spec.v1.ControllerExpandVolumeResponse;
import io.csi4j.spec.v1.ControllerModifyVolumeRequest;
import io.csi4j.spec.v1.ControllerModifyVolumeResponse;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import java.time.Duration;
import java.util.Set;

/**
 * The driver as the resizer uses it.
 *
 * @param timeout of each call
 * @param abilities what its controller service can do, asked once
 * @param expandsOnNode whether its node service expands volumes
 */
public record Driver(
        String name, ControllerCalls calls, Duration timeout, Set<RPC.Type> abilities, boolean expandsOnNode) {
    public Driver {
        abilities = Set.copyOf(abilities);
    }

    /** Whether volumes can grow at all: by the controller, or by the node alone. */
    public boolean resizes() {
        return canExpand() || expandsOnNode;
    }

    public boolean canExpand() {
        return abilities.contains(RPC.Type.EXPAND_VOLUME);
    }

    public boolean canModify() {
        return abilities.contains(RPC.Type.MODIFY_VOLUME);
    }

    public boolean knowsWriters() {
        return abilities.contains(RPC.Type.SINGLE_NODE_MULTI_WRITER);
    }

    /** @param migrated whether the volume is of an in-tree plugin, translated; only metrics tell */
    public Outcome<ControllerExpandVolumeResponse> expand(ControllerExpandVolumeRequest request, boolean migrated) {
        return (migrated ? calls.with(OperationMetrics.MIGRATED, true) : calls).expand(request, timeout);
    }

    public Outcome<ControllerModifyVolumeResponse> modify(ControllerModifyVolumeRequest request) {
        return calls.modify(request, timeout);
    }
}
