package io.csi4j.nfs.controller;

import io.csi4j.nfs.rpc.Refused;
import io.csi4j.spec.v1.VolumeCapability;
import java.util.List;

/** What is asked of capabilities: some, and none for a block device. Access modes and types are never looked at. */
final class CapabilityChecks {
    private CapabilityChecks() {}

    static void check(List<VolumeCapability> capabilities) throws Refused {
        if (capabilities.isEmpty()) {
            throw Refused.invalid("volume capabilities are missing in the request");
        }
        if (capabilities.stream().anyMatch(VolumeCapability::hasBlock)) {
            throw Refused.invalid("block volumes are not supported");
        }
    }
}
