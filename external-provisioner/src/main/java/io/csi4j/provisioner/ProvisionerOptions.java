package io.csi4j.provisioner;

import io.csi4j.controller.work.Backoff;
import io.csi4j.sidecar.flags.CommonOptions;
import io.csi4j.sidecar.flags.FeatureGates;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.LoggingOptions;
import java.time.Duration;

/**
 * What the command line asks for (contract section 1).
 *
 * @param master URL of the API server, empty for the kubeconfig's or the pod's own
 * @param pprof serve what this runtime can tell of Go's profiles
 * @param gates {@link #TOPOLOGY} and {@link #ATTRIBUTES_CLASS}; the others change nothing here
 */
public record ProvisionerOptions(
        CommonOptions common,
        LoggingOptions logging,
        String master,
        boolean pprof,
        Pace pace,
        Volumes volumes,
        Topology topology,
        FeatureGates.Choice gates) {
    /** Gate: ask for accessibility if the driver knows of it. */
    static final String TOPOLOGY = "Topology";
    /** Gate: honour the VolumeAttributesClass of claims. */
    static final String ATTRIBUTES_CLASS = "VolumeAttributesClass";

    /**
     * How fast things go.
     *
     * @param timeout of each call of the driver
     * @param retry pauses after failed passes
     * @param workers passes over claims at once, and as many over volumes
     */
    public record Pace(Duration timeout, Backoff retry, int workers) {}

    /**
     * What volumes look like.
     *
     * @param uuidLength -1 or the number of the claim UID's digits in the name, 1 to 32
     */
    public record Volumes(
            String namePrefix,
            int uuidLength,
            boolean extraCreateMetadata,
            String defaultFsType,
            boolean publishReadonly) {}

    /** Which parts of the cluster the driver is told of. */
    public record Topology(boolean strict, boolean immediate) {}

    /**
     * Reads a command line.
     *
     * @throws StartupException with exit 2 if it does not parse, 255 for an unknown gate, 1 for a value that cannot
     *     work or a feature that is not built
     */
    public static ProvisionerOptions parse(String... arguments) {
        return ProvisionerFlags.parse(arguments);
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new StartupException(Exit.FAILURE, message);
        }
    }
}
