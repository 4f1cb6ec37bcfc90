package io.csi4j.resizer;

import io.csi4j.controller.work.Backoff;
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
 * What the command line asks for: contract external-resizer.md, section 1.
 *
 * @param master URL of the API server, empty for none
 * @param timeout of each call to the driver
 * @param workers of each of the two controllers
 * @param handlesInUse whether the expansion of a volume in use is held back after the driver refused it
 * @param extraModifyMetadata whether claim and volume names go into the parameters of a modification
 * @param askedGates the gates the command line names, with their values
 */
public record ResizerOptions(
        CommonOptions common,
        LoggingOptions logging,
        String master,
        Duration timeout,
        int workers,
        Retry retry,
        boolean handlesInUse,
        boolean extraModifyMetadata,
        Map<String, Boolean> askedGates) {

    /** Pauses between tries of one claim, and how often every claim is looked at again. */
    public record Retry(Duration start, Duration max, Duration resync) {
        Backoff backoff() {
            return new Backoff(start, max);
        }
    }

    /** Gate: what failed expansions leave behind is written, and recovered from. */
    static final String RECOVERY = "RecoverVolumeExpansionFailure";
    /** Gate: apply the VolumeAttributesClass of claims. */
    static final String ATTRIBUTES_CLASS = "VolumeAttributesClass";
    /** Gate: keep the size before on a volume while its node still has to follow. */
    static final String ANNOTATION = "AnnotateFsResize";

    private static final FeatureGates GATES = FeatureGates.of(
            Gate.ga(RECOVERY),
            Gate.ga(ATTRIBUTES_CLASS),
            Gate.beta(ANNOTATION, true),
            Gate.alpha("ReleaseLeaderElectionOnExit"));

    public ResizerOptions {
        askedGates = Map.copyOf(askedGates);
    }

    /**
     * Reads a command line.
     *
     * @throws StartupException with exit 2 if it does not parse
     */
    public static ResizerOptions parse(String... arguments) {
        var flags = new Flags("csi-resizer", "expands and modifies volumes");
        var table = new Table(flags);
        flags.parse(arguments);
        return table.options();
    }

    /** The gates; an unknown one ends the program, but only after {@code --version} was answered. */
    FeatureGates.Choice gates() {
        return GATES.choose(askedGates, Exit.FAILURE);
    }

    /**
     * Checks what can only be checked after {@code --version} was answered.
     *
     * @throws StartupException with exit 1
     */
    void check() {
        common.diagnostics().requireOneAddress();
        gates();
        require(workers > 0, "--workers: need at least 1, got " + workers);
        requirePositive("--retry-interval-start", retry.start());
        requirePositive("--retry-interval-max", retry.max());
        requirePositive("--timeout", timeout);
    }

    private static void requirePositive(String flag, Duration value) {
        require(value.isPositive(), flag + ": need more than 0, got " + value);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new StartupException(Exit.FAILURE, message);
        }
    }

    /** The flags in the order of the contract's table. */
    private static final class Table {
        private final CommonFlags common;
        private final LoggingFlags logging;
        private final Flag<String> master;
        private final Flag<Duration> timeout;
        private final Flag<Integer> workers;
        private final Flag<Duration> resync;
        private final Flag<Duration> retryStart;
        private final Flag<Duration> retryMax;
        private final Flag<Boolean> handlesInUse;
        private final Flag<Boolean> extraModifyMetadata;
        private final Flag<Map<String, Boolean>> gates;

        Table(Flags flags) {
            common = CommonFlags.on(flags);
            logging = LoggingFlags.on(flags);
            master = flags.text("master", "", "`URL` of the API server");
            timeout = flags.duration("timeout", Duration.ofSeconds(10), "limit of a call to the driver");
            workers = flags.integer("workers", 10, "workers of each of the two controllers");
            resync =
                    flags.duration("resync-period", Duration.ofMinutes(10), "how often every claim is looked at again");
            retryStart = flags.duration("retry-interval-start", Duration.ofSeconds(1), "first pause after a failure");
            retryMax = flags.duration("retry-interval-max", Duration.ofMinutes(5), "longest pause after failures");
            handlesInUse = flags.bool("handle-volume-inuse-error", true, "hold back expansion of volumes in use");
            extraModifyMetadata =
                    flags.bool("extra-modify-metadata", false, "add names to a modification's parameters");
            gates = GATES.flag(flags);
        }

        ResizerOptions options() {
            return new ResizerOptions(
                    common.options(),
                    logging.options(),
                    master.value(),
                    timeout.value(),
                    workers.value(),
                    new Retry(retryStart.value(), retryMax.value(), resync.value()),
                    handlesInUse.value(),
                    extraModifyMetadata.value(),
                    gates.value());
        }
    }
}
