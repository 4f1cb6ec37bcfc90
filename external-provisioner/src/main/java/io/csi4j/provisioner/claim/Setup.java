package io.csi4j.provisioner.claim;

import io.csi4j.provisioner.ownership.NodeOwnership;
import io.csi4j.provisioner.request.RequestRules;
import io.csi4j.provisioner.source.Sources;
import io.csi4j.provisioner.topology.NodeViews;
import io.csi4j.provisioner.volume.Driver;
import io.csi4j.provisioner.volume.Lookups;
import io.csi4j.provisioner.volume.VolumeRules;
import io.csi4j.sidecar.launch.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What all attempts of a process share.
 *
 * @param ownership null if every claim is ours
 * @param inProgress what they leave to one another
 * @param marks what they leave to the next process
 */
public record Setup(
        Driver driver,
        Lookups lookups,
        NodeViews nodes,
        @Nullable NodeOwnership ownership,
        Sources sources,
        ClaimsInProgress inProgress,
        ClaimMarks marks,
        Rules rules,
        Ticker ticker) {
    /** The rules of the three pure rooms. */
    public record Rules(RequestRules request, TopologyRules topology, VolumeRules volume) {}
}
