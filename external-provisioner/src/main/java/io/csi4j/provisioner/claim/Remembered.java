package io.csi4j.provisioner.claim;

import io.csi4j.provisioner.topology.Seen;
import io.csi4j.spec.v1.VolumeContentSource;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt whose call may still run found out, so that the next call is the same.
 *
 * @param content null if the volume is to be empty, or the attempt did not get as far
 */
record Remembered(Seen nodes, @Nullable VolumeContentSource content) {
    static final Remembered NOTHING = new Remembered(Seen.NOTHING, null);

    Remembered with(Seen wanted) {
        return new Remembered(wanted, content);
    }

    Remembered with(VolumeContentSource wanted) {
        return new Remembered(nodes, wanted);
    }
}
