package io.csi4j.attacher.request;

import static io.csi4j.controller.storage.AccessMode.READ_ONLY_MANY;
import static io.csi4j.controller.storage.AccessMode.READ_WRITE_MANY;
import static io.csi4j.controller.storage.AccessMode.READ_WRITE_ONCE;
import static io.csi4j.controller.storage.AccessMode.READ_WRITE_ONCE_POD;

import io.csi4j.controller.storage.AccessMode;
import io.csi4j.spec.v1.VolumeCapability.AccessMode.Mode;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** The one access mode a driver is told for all those of a volume (contract 4.3). */
final class AccessModes {
    private AccessModes() {}

    /**
     * Order and repeats do not matter.
     *
     * @param knowsWriters whether the driver tells single writers on a node from several
     */
    static Step<Mode> of(Collection<AccessMode> modes, boolean knowsWriters) {
        var wanted = Set.copyOf(modes);
        if (wanted.contains(READ_WRITE_ONCE_POD)) {
            if (wanted.size() > 1) {
                return refused(wanted, "ReadWriteOncePod goes with no other mode");
            }
            return Step.ready(knowsWriters ? Mode.SINGLE_NODE_SINGLE_WRITER : Mode.SINGLE_NODE_WRITER);
        }
        if (wanted.contains(READ_WRITE_MANY)) {
            return Step.ready(Mode.MULTI_NODE_MULTI_WRITER);
        }
        if (wanted.contains(READ_ONLY_MANY)) {
            return wanted.contains(READ_WRITE_ONCE)
                    ? refused(wanted, "CSI knows no mode for many readers and one writer")
                    : Step.ready(Mode.MULTI_NODE_READER_ONLY);
        }
        if (wanted.contains(READ_WRITE_ONCE)) {
            return Step.ready(knowsWriters ? Mode.SINGLE_NODE_MULTI_WRITER : Mode.SINGLE_NODE_WRITER);
        }
        return refused(wanted, "no mode that CSI knows");
    }

    private static Step<Mode> refused(Set<AccessMode> modes, String why) {
        String names = modes.stream().map(AccessMode::wireName).sorted().collect(Collectors.joining(", "));
        return Step.blocked("unsupported access modes [" + names + "]: " + why);
    }
}
