package io.csi4j.controller.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.Lease;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.ReclaimPolicy;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeMode;
import io.csi4j.controller.storage.VolumePhase;
import io.csi4j.controller.storage.VolumeSource;
import java.util.List;
import java.util.Map;

/** Objects that a real API server accepts, and what to do with its answers. */
public final class LabObjects {
    private LabObjects() {}

    public static Volume volume(String name) {
        return new Volume(
                Meta.ofNew(ObjectKey.cluster(name)),
                new Volume.Spec(
                        Quantity.ofBytes(1L << 30),
                        List.of(AccessMode.READ_WRITE_MANY),
                        ReclaimPolicy.RETAIN,
                        "manual",
                        null,
                        List.of("hard"),
                        VolumeMode.FILESYSTEM,
                        null,
                        List.of(new NodeTerm(List.of(NodeTerm.Requirement.in("zone", List.of("a"))))),
                        new VolumeSource.Csi(
                                "nfs.example.org",
                                name,
                                false,
                                "",
                                Map.of("server", "s"),
                                VolumeSource.SecretReferences.NONE)),
                VolumePhase.NONE);
    }

    /** A kind that no controller of the cluster writes to meanwhile. */
    public static Lease lease(String name) {
        return new Lease(
                Meta.ofNew(new ObjectKey("default", name)),
                Map.of("team", "x"),
                List.of(),
                "me",
                15,
                "2026-03-01T08:00:00.000000Z",
                "2026-03-01T08:00:00.123456Z",
                0);
    }

    /** The object of an answer that must have one. */
    public static <T> T found(Reply<T> reply) {
        assertThat(reply).isInstanceOf(Reply.Found.class);
        return ((Reply.Found<T>) reply).value();
    }
}
