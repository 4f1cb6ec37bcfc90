package io.csi4j.nfs.node;

import io.csi4j.nfs.rpc.Refused;
import io.csi4j.spec.v1.VolumeCapability;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where each volume is published on this node, to keep the rule for SINGLE_NODE_SINGLE_WRITER (CSI spec,
 * NodePublishVolume): one target only. Mutable; as long as there are mounts, and lost with the process.
 */
final class PublishedTargets {
    private final ConcurrentHashMap<String, Set<String>> targets = new ConcurrentHashMap<>();

    /**
     * Notes a target before it is mounted.
     *
     * @throws Refused with FAILED_PRECONDITION if the volume has one writer and another target
     */
    void add(String volumeId, String target, VolumeCapability.AccessMode.Mode mode) throws Refused {
        Set<String> all = targets.compute(volumeId, (id, known) -> {
            Set<String> set = known == null ? ConcurrentHashMap.newKeySet() : known;
            boolean isSecondWriter = mode == VolumeCapability.AccessMode.Mode.SINGLE_NODE_SINGLE_WRITER
                    && set.stream().anyMatch(other -> !other.equals(target));
            if (!isSecondWriter) {
                set.add(target);
            }
            return set;
        });
        if (!all.contains(target)) {
            throw new Refused(
                    Status.Code.FAILED_PRECONDITION,
                    "volume %s may be published at one target only and is already at %s".formatted(volumeId, all));
        }
    }

    void remove(String volumeId, String target) {
        targets.computeIfPresent(volumeId, (id, known) -> {
            known.remove(target);
            return known.isEmpty() ? null : known;
        });
    }
}
