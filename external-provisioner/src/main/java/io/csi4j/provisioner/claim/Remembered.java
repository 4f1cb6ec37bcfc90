package io.csi4j.provisioner.claim;

import io.csi4j.provisioner.topology.Seen;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.TopologyRequirement;
import io.csi4j.spec.v1.VolumeContentSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt whose call may still run found out, so that the next call is the same.
 *
 * @param content null if the volume is to be empty, or the attempt did not get as far
 * @param request what an earlier process asked, as far as its {@link Marker} tells; null if it was this one
 */
record Remembered(
        Seen nodes,
        @Nullable VolumeContentSource content,
        @Nullable CreateVolumeRequest request) {
    static final Remembered NOTHING = new Remembered(Seen.NOTHING, null, null);

    static Remembered ofRequest(CreateVolumeRequest request) {
        var content = request.hasVolumeContentSource() ? request.getVolumeContentSource() : null;
        return new Remembered(Seen.NOTHING, content, request);
    }

    Remembered with(Seen wanted) {
        return new Remembered(wanted, content, request);
    }

    Remembered with(VolumeContentSource wanted) {
        return new Remembered(nodes, wanted, request);
    }

    /** Where an earlier process asked for the volume. */
    static Optional<TopologyRequirement> accessibility(CreateVolumeRequest request) {
        return request.hasAccessibilityRequirements()
                ? Optional.of(request.getAccessibilityRequirements())
                : Optional.empty();
    }
}
