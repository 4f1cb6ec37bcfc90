package io.csi4j.liveness;

import io.csi4j.sidecar.flags.CommonFlags;
import io.csi4j.sidecar.flags.Flag;
import io.csi4j.sidecar.flags.Flags;
import io.csi4j.sidecar.flags.LoggingFlags;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.LoggingOptions;
import java.time.Duration;

/**
 * What the command line asks for: contract liveness-probe.md, section 2.
 *
 * @param probeTimeout the one budget of connecting and probing, for each request
 * @param httpEndpoint where health and metrics are served, empty for the two deprecated flags
 * @param healthPort port or service name of the health server without {@code httpEndpoint}
 * @param metricsEndpoint the deprecated second server, empty for none
 */
record LivenessOptions(
        LoggingOptions logging,
        boolean version,
        String csiAddress,
        Duration probeTimeout,
        String httpEndpoint,
        String healthPort,
        String metricsEndpoint,
        String metricsPath) {

    static final String HEALTH_PATH = "/healthz";
    private static final String STANDARD_PORT = "9808";

    static LivenessOptions parse(String... arguments) {
        var flags = new Flags("livenessprobe", "answers kubelet's question whether a CSI driver is alive");
        var table = new Table(flags);
        flags.parse(arguments);
        return table.options();
    }

    /** Where health is served; on all addresses of both families unless {@code httpEndpoint} says otherwise. */
    String healthAddress() {
        return httpEndpoint.isEmpty() ? ":" + healthPort : httpEndpoint;
    }

    /** Where metrics are served, the same as health or another address; empty for nowhere. */
    String metricsAddress() {
        return httpEndpoint.isEmpty() ? metricsEndpoint : httpEndpoint;
    }

    /** @throws StartupException when old and new ways to name an address are mixed, or the metrics' path is unusable */
    void requireOneAddress() {
        boolean endpointGiven = !httpEndpoint.isEmpty();
        // Upstream compares values, so naming the standard port beside --http-endpoint is no conflict.
        boolean portGiven = !healthPort.equals(STANDARD_PORT);
        require(!(portGiven && endpointGiven), "only one of --health-port and --http-endpoint can be set");
        require(
                !(endpointGiven && !metricsEndpoint.isEmpty()),
                "only one of --metrics-address and --http-endpoint can be set");
        // Upstream panics on these two.
        boolean usable = metricsPath.startsWith("/") && !(endpointGiven && metricsPath.equals(HEALTH_PATH));
        require(
                metricsAddress().isEmpty() || usable,
                "need a --metrics-path that starts with / and is not " + HEALTH_PATH + ", got '" + metricsPath + "'");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new StartupException(Exit.FAILURE, message);
        }
    }

    /** The flags in the order of the contract's table. */
    private static final class Table {
        private final LoggingFlags logging;
        private final Flag<Boolean> version;
        private final Flag<String> csiAddress;
        private final Flag<Duration> probeTimeout;
        private final Flag<String> httpEndpoint;
        private final Flag<String> healthPort;
        private final Flag<String> metricsAddress;
        private final Flag<String> metricsPath;

        Table(Flags flags) {
            logging = LoggingFlags.on(flags);
            version = CommonFlags.version(flags);
            csiAddress = CommonFlags.csiAddress(flags);
            probeTimeout = flags.duration("probe-timeout", Duration.ofSeconds(3), "limit of one health check");
            httpEndpoint = flags.text("http-endpoint", "", "`address` to serve health and metrics on, such as :9808");
            healthPort = flags.text("health-port", STANDARD_PORT, "deprecated: TCP `port` to serve health on");
            metricsAddress = flags.text("metrics-address", "", "deprecated: `address` to serve metrics on");
            metricsPath = CommonFlags.metricsPath(flags);
            CommonFlags.automaxprocs(flags);
        }

        LivenessOptions options() {
            return new LivenessOptions(
                    logging.options(),
                    version.value(),
                    csiAddress.value(),
                    probeTimeout.value(),
                    httpEndpoint.value(),
                    healthPort.value(),
                    metricsAddress.value(),
                    metricsPath.value());
        }
    }
}
