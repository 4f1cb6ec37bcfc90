package io.csi4j.provisioner.request;

import io.csi4j.controller.storage.AccessMode;
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
            var mode = mode(wanted, knowsWriters);
            if (mode == Mode.UNKNOWN) {
                return Step.finished("access mode " + wanted.wireName() + " is not supported");
            }
            capabilities.add(capability(claim, fsType, mountOptions, mode));
        }
        return Step.ready(capabilities);
    }

    private static Mode mode(AccessMode wanted, boolean knowsWriters) {
        return switch (wanted) {
            case READ_WRITE_ONCE -> knowsWriters ? Mode.SINGLE_NODE_MULTI_WRITER : Mode.SINGLE_NODE_WRITER;
            case READ_WRITE_ONCE_POD -> knowsWriters ? Mode.SINGLE_NODE_SINGLE_WRITER : Mode.SINGLE_NODE_WRITER;
            case READ_ONLY_MANY -> Mode.MULTI_NODE_READER_ONLY;
            case READ_WRITE_MANY -> Mode.MULTI_NODE_MULTI_WRITER;
            case UNKNOWN -> Mode.UNKNOWN;
        };
    }

    private static VolumeCapability capability(Claim claim, String fsType, List<String> mountOptions, Mode mode) {
        var capability = VolumeCapability.newBuilder()
                .setAccessMode(VolumeCapability.AccessMode.newBuilder().setMode(mode));
        if (claim.isBlock()) {
            capability.setBlock(VolumeCapability.BlockVolume.getDefaultInstance());
        } else {
            capability.setMount(
                    VolumeCapability.MountVolume.newBuilder().setFsType(fsType).addAllMountFlags(mountOptions));
        }
        return capability.build();
    }
}
