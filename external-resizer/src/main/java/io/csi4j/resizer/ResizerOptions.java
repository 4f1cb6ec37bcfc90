package io.csi4j.resizer;

import io.csi4j.sidecar.flags.CommonFlags;
import io.csi4j.sidecar.flags.CommonOptions;
import io.csi4j.sidecar.flags.FeatureGates;
import io.csi4j.sidecar.flags.FeatureGates.Gate;
import io.csi4j.sidecar.flags.Flag;
import io.csi4j.sidecar.flags.Flags;
import io.csi4j.sidecar.flags.LoggingFlags;
import io.csi4j.sidecar.launch.Exit;
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
record ResizerOptions(
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
    record Retry(Duration start, Duration max, Duration resync) {}

    private static final FeatureGates GATES = FeatureGates.of(
            Gate.ga("RecoverVolumeExpansionFailure"),
            Gate.ga("VolumeAttributesClass"),
            Gate.beta("AnnotateFsResize", true),
            Gate.alpha("ReleaseLeaderElectionOnExit"));

    ResizerOptions {
        askedGates = Map.copyOf(askedGates);
    }

    static ResizerOptions parse(String... arguments) {
        var flags = new Flags("csi-resizer", "expands and modifies volumes");
        var table = new Table(flags);
        flags.parse(arguments);
        return table.options();
    }

    /** The gates; an unknown one ends the program, but only after {@code --version} was answered. */
    FeatureGates.Choice gates() {
        return GATES.choose(askedGates, Exit.FAILURE);
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
