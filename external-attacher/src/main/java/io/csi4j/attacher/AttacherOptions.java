package io.csi4j.attacher;

import io.csi4j.sidecar.flags.CommonFlags;
import io.csi4j.sidecar.flags.CommonOptions;
import io.csi4j.sidecar.flags.FeatureGates;
import io.csi4j.sidecar.flags.FeatureGates.Gate;
import io.csi4j.sidecar.flags.Flag;
import io.csi4j.sidecar.flags.Flags;
import io.csi4j.sidecar.flags.LoggingFlags;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.LoggingOptions;
import java.time.Duration;
import java.util.Map;

/**
 * What the command line asks for: contract external-attacher.md, section 1.
 *
 * @param timeout of each call to the driver
 * @param workers of the attachment queue, and as many of the volume queue; at least 1
 * @param maxEntries page size of ListVolumes, 0 leaves it to the driver
 * @param maxGrpcLogLength bytes of a logged response, 0 or less for all
 * @param mutableAllocatable whether an attach error carries its code
 */
public record AttacherOptions(
        CommonOptions common,
        LoggingOptions logging,
        Duration timeout,
        int workers,
        Retry retry,
        Reconcile reconcile,
        int maxEntries,
        String defaultFsType,
        int maxGrpcLogLength,
        boolean mutableAllocatable) {

    /** Pauses between tries of one object: the first, and the longest. */
    public record Retry(Duration start, Duration max) {}

    /**
     * Looking again at what seems done.
     *
     * @param resync how often at everything there is
     * @param pause between two passes over ListVolumes
     * @param limit of such a pass, all its pages together
     */
    public record Reconcile(Duration resync, Duration pause, Duration limit) {}

    private static final String MUTABLE_ALLOCATABLE = "MutableCSINodeAllocatableCount";
    private static final FeatureGates GATES =
            FeatureGates.of(Gate.ga(MUTABLE_ALLOCATABLE), Gate.alpha("ReleaseLeaderElectionOnExit"));

    /**
     * What can be said of the values before anything is started.
     *
     * @throws StartupException with exit code 1
     */
    void check() {
        common.diagnostics().requireOneAddress();
        require(workers > 0, "--worker-threads: need at least 1");
        require(
                retry.start().isPositive() && retry.max().isPositive(),
                "--retry-interval-start and --retry-interval-max: need more than 0");
        require(timeout.isPositive(), "--timeout: need more than 0");
        require(reconcile.limit().isPositive(), "--reconcile-timeout: need more than 0, or 0 for --timeout");
        require(maxEntries >= 0, "--max-entries: need 0 or more");
    }

    private static void require(boolean fulfilled, String message) {
        if (!fulfilled) {
            throw new StartupException(Exit.FAILURE, message);
        }
    }

    /**
     * Reads a command line.
     *
     * @throws StartupException for a wrong one, and with exit code 0 when it asks for help
     */
    public static AttacherOptions parse(String... arguments) {
        var flags = new Flags("csi-attacher", "publishes volumes to nodes");
        var table = new Table(flags);
        flags.parse(arguments);
        return table.options();
    }

    /** The flags in the order of the contract's table. */
    private static final class Table {
        private final CommonFlags common;
        private final LoggingFlags logging;
        private final Flag<Duration> timeout;
        private final Flag<Integer> workers;
        private final Flag<Duration> retryStart;
        private final Flag<Duration> retryMax;
        private final Flag<Duration> resync;
        private final Flag<Duration> reconcileSync;
        private final Flag<Duration> reconcileTimeout;
        private final Flag<Integer> maxEntries;
        private final Flag<String> defaultFsType;
        private final Flag<Integer> maxGrpcLogLength;
        private final Flag<Map<String, Boolean>> gates;

        Table(Flags flags) {
            common = CommonFlags.on(flags);
            logging = LoggingFlags.on(flags);
            timeout = flags.duration("timeout", Duration.ofSeconds(15), "limit of a call to the driver");
            workers = flags.count("worker-threads", 10, "workers of each of the two queues");
            retryStart = flags.duration("retry-interval-start", Duration.ofSeconds(1), "first pause after a failure");
            retryMax = flags.duration("retry-interval-max", Duration.ofMinutes(5), "longest pause after failures");
            resync = flags.duration("resync", Duration.ofMinutes(10), "how often every object is looked at again");
            reconcileSync = flags.duration("reconcile-sync", Duration.ofMinutes(1), "pause between ListVolumes passes");
            reconcileTimeout = flags.duration(
                    "reconcile-timeout", Duration.ZERO, "limit of a whole ListVolumes pass; 0: as --timeout");
            maxEntries = flags.integer("max-entries", 0, "page size of ListVolumes; 0: the driver's");
            defaultFsType = flags.text("default-fstype", "", "file system `type` of a volume that names none");
            maxGrpcLogLength = flags.integer("max-grpc-log-length", -1, "bytes of a logged response; -1: all");
            gates = GATES.flag(flags);
        }

        private Duration passLimit() {
            return reconcileTimeout.value().isZero() ? timeout.value() : reconcileTimeout.value();
        }

        AttacherOptions options() {
            LoggingOptions lines = logging.options();
            FeatureGates.Choice choice = GATES.choose(gates.value(), Exit.FAILURE);
            return new AttacherOptions(
                    common.options(),
                    lines,
                    timeout.value(),
                    workers.value(),
                    new Retry(retryStart.value(), retryMax.value()),
                    new Reconcile(resync.value(), reconcileSync.value(), passLimit()),
                    maxEntries.value(),
                    defaultFsType.value(),
                    maxGrpcLogLength.value(),
                    choice.enabled(MUTABLE_ALLOCATABLE));
        }
    }
}
