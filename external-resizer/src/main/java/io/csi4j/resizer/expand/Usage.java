package io.csi4j.resizer.expand;

import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeMode;
import io.csi4j.controller.storage.VolumeSource;
import io.csi4j.resizer.claim.Step;
import io.csi4j.spec.v1.VolumeCapability;
import io.csi4j.spec.v1.VolumeCapability.AccessMode.Mode;
import java.util.EnumSet;
import java.util.Set;

/** How a volume is used, as the driver is told: contract common.md, section 9, and external-attacher.md, 4.3. Pure. */
final class Usage {
    private Usage() {}

    static Step<VolumeCapability> of(Volume volume, VolumeSource.Csi source, boolean knowsWriters) {
        Set<AccessMode> modes = EnumSet.noneOf(AccessMode.class);
        modes.addAll(volume.spec().accessModes());
        return mode(modes, knowsWriters).then(mode -> {
            var capability = VolumeCapability.newBuilder()
                    .setAccessMode(VolumeCapability.AccessMode.newBuilder().setMode(mode));
            if (volume.spec().volumeMode() == VolumeMode.BLOCK) {
                capability.setBlock(VolumeCapability.BlockVolume.getDefaultInstance());
            } else {
                capability.setMount(VolumeCapability.MountVolume.newBuilder()
                        .setFsType(source.fsType())
                        .addAllMountFlags(volume.spec().mountOptions()));
            }
            return Step.ready(capability.build());
        });
    }

    /** @param modes all of the volume's, as a set: their order says nothing */
    static Step<Mode> mode(Set<AccessMode> modes, boolean knowsWriters) {
        if (modes.isEmpty() || modes.contains(AccessMode.UNKNOWN)) {
            return Step.blocked("access modes " + modes + " cannot be told to a driver");
        }
        if (modes.contains(AccessMode.READ_WRITE_ONCE_POD)) {
            return modes.size() > 1
                    ? Step.blocked("ReadWriteOncePod cannot be combined with another access mode")
                    : Step.ready(knowsWriters ? Mode.SINGLE_NODE_SINGLE_WRITER : Mode.SINGLE_NODE_WRITER);
        }
        if (modes.contains(AccessMode.READ_WRITE_MANY)) {
            return Step.ready(Mode.MULTI_NODE_MULTI_WRITER);
        }
        if (modes.size() > 1) {
            return Step.blocked("ReadOnlyMany and ReadWriteOnce cannot be combined");
        }
        if (modes.contains(AccessMode.READ_ONLY_MANY)) {
            return Step.ready(Mode.MULTI_NODE_READER_ONLY);
        }
        return Step.ready(knowsWriters ? Mode.SINGLE_NODE_MULTI_WRITER : Mode.SINGLE_NODE_WRITER);
    }
}
