package io.csi4j.controller.request;

import static io.csi4j.controller.storage.AccessMode.READ_ONLY_MANY;
import static io.csi4j.controller.storage.AccessMode.READ_WRITE_MANY;
import static io.csi4j.controller.storage.AccessMode.READ_WRITE_ONCE;
import static io.csi4j.controller.storage.AccessMode.READ_WRITE_ONCE_POD;

import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.VolumeMode;
import io.csi4j.spec.v1.VolumeCapability;
import io.csi4j.spec.v1.VolumeCapability.AccessMode.Mode;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a volume is used, as a driver is told it: contract common.md, section 9. */
public final class VolumeUse {
    private static final List<AccessMode> WIDEST_FIRST =
            List.of(READ_WRITE_MANY, READ_ONLY_MANY, READ_WRITE_ONCE, READ_WRITE_ONCE_POD);

    private VolumeUse() {}

    /** What all access modes of a volume come to. */
    public sealed interface OneMode {
        /** The one mode to tell. */
        record Told(Mode mode) implements OneMode {}

        /** CSI has no mode for them; the text is for users. */
        record Unsupported(String message) implements OneMode {}
    }

    /**
     * The mode of one access mode alone; {@code UNKNOWN} for one that is none of Kubernetes' four.
     *
     * @param knowsWriters whether the driver tells single writers on a node from several
     */
    public static Mode modeOf(AccessMode wanted, boolean knowsWriters) {
        return switch (wanted) {
            case READ_WRITE_ONCE -> knowsWriters ? Mode.SINGLE_NODE_MULTI_WRITER : Mode.SINGLE_NODE_WRITER;
            case READ_WRITE_ONCE_POD -> knowsWriters ? Mode.SINGLE_NODE_SINGLE_WRITER : Mode.SINGLE_NODE_WRITER;
            case READ_ONLY_MANY -> Mode.MULTI_NODE_READER_ONLY;
            case READ_WRITE_MANY -> Mode.MULTI_NODE_MULTI_WRITER;
            case UNKNOWN -> Mode.UNKNOWN;
        };
    }

    /**
     * The one mode that stands for all; order and repeats do not matter.
     *
     * @param knowsWriters whether the driver tells single writers on a node from several
     */
    public static OneMode oneModeOf(Collection<AccessMode> modes, boolean knowsWriters) {
        var wanted = Set.copyOf(modes);
        if (wanted.contains(READ_WRITE_ONCE_POD) && wanted.size() > 1) {
            return unsupported(wanted, "ReadWriteOncePod goes with no other mode");
        }
        AccessMode widest =
                WIDEST_FIRST.stream().filter(wanted::contains).findFirst().orElse(AccessMode.UNKNOWN);
        if (widest == AccessMode.UNKNOWN) {
            return unsupported(wanted, "no mode that CSI knows");
        }
        return widest == READ_ONLY_MANY && wanted.contains(READ_WRITE_ONCE)
                ? unsupported(wanted, "CSI knows no mode for many readers and one writer")
                : new OneMode.Told(modeOf(widest, knowsWriters));
    }

    /**
     * The capability of a volume that is used so.
     *
     * @param volumeMode null for a file system, as the API server takes it
     * @param fsType empty leaves it to the driver; not told of a block volume, as the mount options are not
     */
    public static VolumeCapability capability(
            Mode mode, @Nullable VolumeMode volumeMode, String fsType, List<String> mountOptions) {
        var capability = VolumeCapability.newBuilder()
                .setAccessMode(VolumeCapability.AccessMode.newBuilder().setMode(mode));
        if (volumeMode == VolumeMode.BLOCK) {
            capability.setBlock(VolumeCapability.BlockVolume.getDefaultInstance());
        } else {
            capability.setMount(
                    VolumeCapability.MountVolume.newBuilder().setFsType(fsType).addAllMountFlags(mountOptions));
        }
        return capability.build();
    }

    private static OneMode unsupported(Set<AccessMode> modes, String why) {
        String names = modes.stream().map(AccessMode::wireName).sorted().collect(Collectors.joining(", "));
        return new OneMode.Unsupported("unsupported access modes [" + names + "]: " + why);
    }
}
