package io.csi4j.provisioner.request;

import io.csi4j.controller.request.VolumeUse;
import io.csi4j.controller.storage.Claim;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.VolumeCapability;
import io.csi4j.spec.v1.VolumeCapability.AccessMode.Mode;
import java.util.ArrayList;
import java.util.List;

/** How the volume will be used: one capability for each access mode of the claim, in its order (contract 4.2). */
final class VolumeCapabilities {
    private VolumeCapabilities() {}

    static Step<List<VolumeCapability>> of(
            Claim claim, String fsType, List<String> mountOptions, DriverFeatures driver) {
        boolean knowsWriters = driver.can(RPC.Type.SINGLE_NODE_MULTI_WRITER);
        var capabilities = new ArrayList<VolumeCapability>();
        for (var wanted : claim.spec().accessModes()) {
            var mode = VolumeUse.modeOf(wanted, knowsWriters);
            if (mode == Mode.UNKNOWN) {
                return Step.finished("access mode " + wanted.wireName() + " is not supported");
            }
            capabilities.add(VolumeUse.capability(mode, claim.spec().volumeMode(), fsType, mountOptions));
        }
        return Step.ready(capabilities);
    }
}
