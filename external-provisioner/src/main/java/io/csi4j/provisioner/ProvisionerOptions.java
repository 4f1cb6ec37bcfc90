package io.csi4j.provisioner;

import io.csi4j.controller.work.Backoff;
import io.csi4j.sidecar.flags.CommonOptions;
import io.csi4j.sidecar.flags.FeatureGates;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.LoggingOptions;
import java.time.Duration;
import java.util.Map;

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
        Capacity capacity,
        NodeDeployment nodeDeployment,
        Place place,
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
     * What is published of the room that is left.
     *
     * @param enabled whether anything is
     * @param ownerLevel who owns the objects: below 0 nobody, 0 the pod, 1 what controls it, and so on
     * @param pollInterval pause between two looks at a class in a segment where nothing happens
     * @param immediateBinding also for classes that bind at once
     * @param threads looks at once
     * @param limit of the client that writes the objects
     */
    public record Capacity(
            boolean enabled, int ownerLevel, Duration pollInterval, boolean immediateBinding, int threads, Rate limit) {
        /** Requests a second, and how many may come at once after a pause. */
        public record Rate(double perSecond, int burst) {}
    }

    /**
     * Whether and how this process serves its own node only.
     *
     * @param immediateBinding may take claims that bind at once and have no node
     * @param startDelay pause before it takes such a claim for the first time; doubles
     * @param maxDelay longest pause
     */
    public record NodeDeployment(boolean enabled, boolean immediateBinding, Duration startDelay, Duration maxDelay) {}

    /**
     * Where this process runs, as its environment says; each empty if it says nothing.
     *
     * @param node {@code NODE_NAME}
     * @param namespace {@code NAMESPACE}: where capacity objects live
     * @param pod {@code POD_NAME}
     * @param kubeconfig {@code KUBECONFIG}, which goes before the flag, against what other programs do
     */
    public record Place(String node, String namespace, String pod, String kubeconfig) {
        static Place of(Map<String, String> environment) {
            return new Place(
                    environment.getOrDefault("NODE_NAME", ""),
                    environment.getOrDefault("NAMESPACE", ""),
                    environment.getOrDefault("POD_NAME", ""),
                    environment.getOrDefault("KUBECONFIG", ""));
        }
    }

    /**
     * Reads a command line and the environment of the process.
     *
     * @throws StartupException with exit 2 if it does not parse, 255 for an unknown gate, 1 for a value that cannot
     *     work or a feature that is not built
     */
    public static ProvisionerOptions parse(String... arguments) {
        return parse(System.getenv(), arguments);
    }

    /** The same in another environment. */
    static ProvisionerOptions parse(Map<String, String> environment, String... arguments) {
        return ProvisionerFlags.parse(Place.of(environment), arguments);
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new StartupException(Exit.FAILURE, message);
        }
    }
}
