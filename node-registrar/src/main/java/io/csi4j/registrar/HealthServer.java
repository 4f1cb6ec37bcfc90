package io.csi4j.registrar;

import io.csi4j.sidecar.http.Answer;
import io.csi4j.sidecar.http.HttpEndpoint;
import io.csi4j.sidecar.http.Routes;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.Log;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The HTTP server, if one is asked for: contract node-registrar.md, section 6. */
final class HealthServer implements AutoCloseable {
    private static final Log LOG = Log.of(HealthServer.class);

    private static final int NOT_YET = 503;

    private final @Nullable HttpEndpoint endpoint;

    private HealthServer(@Nullable HttpEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** @throws StartupException with {@link Exit#FAILURE} when listening fails */
    static HealthServer start(RegistrationSocket socket, RegistrarOptions options) {
        String address = options.health().address();
        if (address.isEmpty()) {
            LOG.info("no HTTP server asked for");
            return new HealthServer(null);
        }
        try {
            HttpEndpoint endpoint = HttpEndpoint.listen(address, routes(socket, options));
            LOG.info("HTTP server started", "endpoint", endpoint.address());
            return new HealthServer(endpoint);
        } catch (IOException failure) {
            throw new StartupException(Exit.FAILURE, "cannot serve health: " + failure.getMessage(), failure);
        }
    }

    /** Where it listens; empty when no server was asked for. */
    OptionalInt port() {
        return endpoint == null ? OptionalInt.empty() : OptionalInt.of(endpoint.port());
    }

    private static Routes routes(RegistrationSocket socket, RegistrarOptions options) {
        Routes routes = new Routes()
                .page("/healthz", new SelfCheck(socket, options.timeout()))
                .page("/readyz", request -> readiness(socket.service()));
        if (options.health().pprof()) {
            LOG.info("diagnosis below /debug/pprof/ is on");
            routes.pprof();
        }
        return routes;
    }

    private static Answer readiness(RegistrationService service) {
        return service.isRegistered() ? Answer.ok() : Answer.text(NOT_YET, "not registered by kubelet yet");
    }

    @Override
    public void close() {
        if (endpoint != null) {
            endpoint.close();
        }
    }
}
