package io.csi4j.provisioner;

import static io.csi4j.provisioner.ProvisionerOptions.require;

import io.csi4j.controller.work.Backoff;
import io.csi4j.provisioner.ProvisionerOptions.Capacity;
import io.csi4j.provisioner.ProvisionerOptions.NodeDeployment;
import io.csi4j.provisioner.ProvisionerOptions.Pace;
import io.csi4j.provisioner.ProvisionerOptions.Place;
import io.csi4j.provisioner.ProvisionerOptions.Sources;
import io.csi4j.provisioner.ProvisionerOptions.Topology;
import io.csi4j.provisioner.ProvisionerOptions.Volumes;
import io.csi4j.sidecar.flags.CommonFlags;
import io.csi4j.sidecar.flags.FeatureGates;
import io.csi4j.sidecar.flags.FeatureGates.Gate;
import io.csi4j.sidecar.flags.Flag;
import io.csi4j.sidecar.flags.Flags;
import io.csi4j.sidecar.flags.LoggingFlags;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.time.Duration;
import java.util.Map;

/** The flags table of the provisioner (contract section 1); used once. */
final class ProvisionerFlags {
    private static final Backoff USUAL_RETRY = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    private final Flags flags = Flags.interleaved("csi-provisioner", "creates and deletes volumes for claims");
    private final CommonFlags common = CommonFlags.on(flags);
    private final LoggingFlags logging = LoggingFlags.on(flags);
    private final FeatureGates gates = FeatureGates.of(
            Gate.ga(ProvisionerOptions.TOPOLOGY),
            Gate.ga(ProvisionerOptions.ATTRIBUTES_CLASS),
            Gate.alpha(ProvisionerOptions.CROSS_NAMESPACE),
            Gate.alpha("ReleaseLeaderElectionOnExit"),
            Gate.removed("HonorPVReclaimPolicy"));
    private final Flag<Map<String, Boolean>> featureGates = gates.flag(flags);
    private final Flag<String> master =
            flags.text("master", "", "`URL` of the API server; empty: the kubeconfig's or the pod's own");
    private final Flag<Boolean> pprof =
            flags.bool("enable-pprof", false, "serve threads and heap on the diagnostics address");

    private final Flag<Duration> timeout =
            flags.duration("timeout", Duration.ofSeconds(10), "how long one call of the driver may take");
    private final Flag<Duration> retryStart =
            flags.duration("retry-interval-start", USUAL_RETRY.start(), "pause after a first failure; doubles");
    private final Flag<Duration> retryMax =
            flags.duration("retry-interval-max", USUAL_RETRY.max(), "longest pause after a failure");
    private final Flag<Integer> workers =
            flags.count("worker-threads", 100, "claims worked on at once, and as many volumes");

    private final Flag<String> namePrefix =
            flags.text("volume-name-prefix", "pvc", "start of the names of new volumes");
    private final Flag<Integer> uuidLength = flags.integer(
            "volume-name-uuid-length", -1, "digits of the claim's UID in a volume's name; -1: the UID as it is");
    private final Flag<Boolean> extraMetadata =
            flags.bool("extra-create-metadata", false, "tell the driver the names of claim and volume as parameters");
    private final Flag<String> defaultFsType =
            flags.text("default-fstype", "", "file system of volumes whose class names none");
    private final Flag<Boolean> publishReadonly =
            flags.bool("controller-publish-readonly", false, "mark volumes read-only that only readers may use");
    private final Flag<Boolean> durable = flags.bool(
            "durable-provisioning",
            false,
            "mark claims while their volumes are made, so that a restart leaves none behind; not known upstream");
    private final Flag<Boolean> strictTopology =
            flags.bool("strict-topology", false, "name only the selected node's topology to the driver");
    private final Flag<Boolean> immediateTopology =
            flags.bool("immediate-topology", true, "name all topologies of the cluster for volumes bound at once");

    private final Flag<Integer> cloneWorkers =
            flags.count("cloning-protection-threads", 1, "deleted sources of clones worked on at once");
    private final Flag<Duration> sweep = flags.duration(
            "snapshot-orphan-sweep-interval",
            Duration.ofMinutes(5),
            "how often the protection is taken off snapshots that nobody restores; 0: never");
    private final Flag<Boolean> keepsMode = flags.bool(
            "prevent-volume-mode-conversion",
            true,
            "refuse to restore a snapshot with another volume mode unless its content allows it");

    private final Flag<Boolean> capacity =
            flags.bool("enable-capacity", false, "publish how much room is left as CSIStorageCapacity objects");
    private final Flag<Boolean> capacityImmediate =
            flags.bool("capacity-for-immediate-binding", false, "publish it also for classes that bind at once");
    private final Flag<Duration> capacityPoll = flags.duration(
            "capacity-poll-interval", Duration.ofMinutes(1), "pause between two looks at the room that is left");
    private final Flag<Integer> capacityOwner = flags.integer(
            "capacity-ownerref-level",
            1,
            "who owns the objects: -1 nobody, 0 the pod, 1 what controls it, 2 what controls that, ...");
    private final Flag<Integer> capacityThreads = flags.count("capacity-threads", 1, "looks at the room at once");
    private final Flag<Double> capacityQps =
            flags.decimal("kube-api-capacity-qps", 1, "requests a second of the client that writes the objects");
    private final Flag<Integer> capacityBurst =
            flags.integer("kube-api-capacity-burst", 5, "requests it may send at once after a pause");

    private final Flag<Boolean> nodeDeployment =
            flags.bool("node-deployment", false, "serve the claims of one node, NODE_NAME, beside its driver");
    private final Flag<Boolean> nodeImmediate = flags.bool(
            "node-deployment-immediate-binding", true, "take claims that bind at once, if there is room on the node");
    private final Flag<Duration> nodeStartDelay = flags.duration(
            "node-deployment-base-delay", Duration.ofSeconds(20), "pause before such a claim is taken; doubles");
    private final Flag<Duration> nodeMaxDelay =
            flags.duration("node-deployment-max-delay", Duration.ofSeconds(60), "longest such pause");

    static ProvisionerOptions parse(Place place, String... arguments) {
        var table = new ProvisionerFlags();
        table.flags.parse(arguments);
        return table.options(place);
    }

    private ProvisionerOptions options(Place place) {
        var logged = logging.options();
        var choice = gates.choose(featureGates.value(), Exit.FATAL);
        if (nodeDeployment.value() && place.node().isEmpty()) {
            throw new StartupException(Exit.FATAL, "--node-deployment needs NODE_NAME in the environment");
        }
        // Who asks for the version gets it, whatever else does not work (contract 2.1 step 1).
        boolean starts = !common.asksForVersion();
        if (starts) {
            requireSense();
        }
        return new ProvisionerOptions(
                common.options(),
                logged,
                master.value(),
                pprof.value(),
                new Pace(timeout.value(), starts ? retry() : USUAL_RETRY, workers.value()),
                volumes(),
                new Topology(strictTopology.value(), immediateTopology.value()),
                new Sources(cloneWorkers.value(), sweep.value(), keepsMode.value()),
                capacity(),
                new NodeDeployment(
                        nodeDeployment.value(), nodeImmediate.value(), nodeStartDelay.value(), nodeMaxDelay.value()),
                place,
                choice);
    }

    private Backoff retry() {
        return new Backoff(retryStart.value(), retryMax.value());
    }

    private Volumes volumes() {
        return new Volumes(
                namePrefix.value(),
                uuidLength.value(),
                extraMetadata.value(),
                defaultFsType.value(),
                publishReadonly.value(),
                durable.value());
    }

    private Capacity capacity() {
        return new Capacity(
                capacity.value(),
                capacityOwner.value(),
                capacityPoll.value(),
                capacityImmediate.value(),
                capacityThreads.value(),
                new Capacity.Rate(capacityQps.value(), capacityBurst.value()));
    }

    private void requireSense() {
        int digits = uuidLength.value();
        require(
                digits == -1 || (digits >= 1 && digits <= 32),
                "--volume-name-uuid-length: need -1 or 1 to 32, got " + digits);
        require(workers.value() > 0, "--worker-threads: need at least 1, got 0");
        require(cloneWorkers.value() > 0, "--cloning-protection-threads: need at least 1, got 0");
        require(
                retryStart.value().isPositive() && retryMax.value().isPositive(),
                "--retry-interval-start and --retry-interval-max: need more than 0");
        if (capacity.value()) {
            require(capacityPoll.value().isPositive(), "--capacity-poll-interval: need more than 0");
            require(capacityThreads.value() > 0, "--capacity-threads: need at least 1, got 0");
            require(capacityBurst.value() >= 0, "--kube-api-capacity-burst: need at least 1, or 0 for 10");
        }
    }
}
