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
 * @param gates {@link #TOPOLOGY}, {@link #ATTRIBUTES_CLASS} and {@link #CROSS_NAMESPACE}; the others change nothing
 */
public record ProvisionerOptions(
        CommonOptions common,
        LoggingOptions logging,
        String master,
        boolean pprof,
        Pace pace,
        Volumes volumes,
        Topology topology,
        Sources sources,
        FeatureGates.Choice gates) {
    /** Gate: ask for accessibility if the driver knows of it. */
    static final String TOPOLOGY = "Topology";
    /** Gate: honour the VolumeAttributesClass of claims. */
    static final String ATTRIBUTES_CLASS = "VolumeAttributesClass";

    /** Gate: claims may be filled from sources in other namespaces. */
    static final String CROSS_NAMESPACE = "CrossNamespaceVolumeDataSource";

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
     * @param durable mark claims while their volumes are made
     */
    public record Volumes(
            String namePrefix,
            int uuidLength,
            boolean extraCreateMetadata,
            String defaultFsType,
            boolean publishReadonly,
            boolean durable) {}

    /** Which parts of the cluster the driver is told of. */
    public record Topology(boolean strict, boolean immediate) {}

    /**
     * How volumes are filled from others.
     *
     * @param cloneWorkers passes over deleted sources of clones at once
     * @param sweep pause between two sweeps of snapshots; none if not positive
     * @param keepsMode a block volume's snapshot stays one, and so on, unless its content allows the change
     */
    public record Sources(int cloneWorkers, Duration sweep, boolean keepsMode) {}

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
