package io.csi4j.registrar;

import io.csi4j.sidecar.flags.CommonFlags;
import io.csi4j.sidecar.flags.Flag;
import io.csi4j.sidecar.flags.Flags;
import io.csi4j.sidecar.flags.LoggingFlags;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.LoggingOptions;
import java.time.Duration;

/**
 * What the command line asks for: contract node-registrar.md, section 2.
 *
 * @param registrationPath the driver's socket as kubelet sees it, handed on as it is
 * @param registrationFolder where the registration socket goes; must exist
 * @param timeout deadline of one GetPluginInfo, and of the health check
 * @param connectionTimeout upstream's flag without effect
 */
record RegistrarOptions(
        LoggingOptions logging,
        boolean version,
        String csiAddress,
        String registrationPath,
        String registrationFolder,
        Duration timeout,
        Duration connectionTimeout,
        Health health,
        String mode) {

    /** The HTTP server; {@code port} is the deprecated way to name it, on all addresses. */
    record Health(String endpoint, int port, boolean pprof) {
        /** The address to listen on, empty for none. */
        String address() {
            return port > 0 ? ":" + port : endpoint;
        }
    }

    private static final String PROBE_MODE = "kubelet-registration-probe";

    static RegistrarOptions parse(String... arguments) {
        var flags = new Flags("csi-node-driver-registrar", "registers a CSI driver with kubelet");
        var table = new Table(flags);
        flags.parse(arguments);
        return table.options();
    }

    /** Whether this is the exec probe of old manifests, which asks nothing of us any more. */
    boolean isRegistrationProbe() {
        return mode.equals(PROBE_MODE);
    }

    /** @throws StartupException when the driver's socket as kubelet sees it is not given */
    void requireRegistrationPath() {
        if (registrationPath.isEmpty()) {
            throw new StartupException(
                    Exit.FAILURE, "need --kubelet-registration-path, the driver's socket on the host");
        }
    }

    /** @throws StartupException when both ways to name the HTTP server are used */
    void requireOneHealthAddress() {
        if (health.port() > 0 && !health.endpoint().isEmpty()) {
            throw new StartupException(Exit.FAILURE, "only one of --health-port and --http-endpoint can be set");
        }
    }

    /** The flags in the order of the contract's table. */
    private static final class Table {
        private final LoggingFlags logging;
        private final Flag<Boolean> version;
        private final Flag<String> csiAddress;
        private final Flag<String> registrationPath;
        private final Flag<String> registrationFolder;
        private final Flag<Duration> timeout;
        private final Flag<String> httpEndpoint;
        private final Flag<Integer> healthPort;
        private final Flag<Boolean> pprof;
        private final Flag<String> mode;
        private final Flag<Duration> connectionTimeout;

        Table(Flags flags) {
            logging = LoggingFlags.on(flags);
            version = CommonFlags.version(flags);
            csiAddress = CommonFlags.csiAddress(flags);
            registrationPath =
                    flags.text("kubelet-registration-path", "", "`path` of the driver's socket on the host; required");
            registrationFolder =
                    flags.text("plugin-registration-path", "/registration", "`folder` for the registration socket");
            timeout = flags.duration("timeout", Duration.ofSeconds(1), "limit of a call to the driver");
            httpEndpoint = flags.text("http-endpoint", "", "`address` to serve health on, such as :19809");
            healthPort = flags.integer("health-port", 0, "deprecated: TCP `port` to serve health on");
            pprof = flags.bool("enable-pprof", false, "serve /debug/pprof/ beside health");
            mode = flags.text("mode", "", "deprecated: `" + PROBE_MODE + "` ends at once with success");
            connectionTimeout = flags.duration("connection-timeout", Duration.ZERO, "deprecated, without effect");
            CommonFlags.automaxprocs(flags);
        }

        RegistrarOptions options() {
            return new RegistrarOptions(
                    logging.options(),
                    version.value(),
                    csiAddress.value(),
                    registrationPath.value(),
                    registrationFolder.value(),
                    timeout.value(),
                    connectionTimeout.value(),
                    new Health(httpEndpoint.value(), healthPort.value(), pprof.value()),
                    mode.value());
        }
    }
}
