package io.csi4j.liveness;

import io.csi4j.sidecar.http.HttpEndpoint;
import io.csi4j.sidecar.http.Page;
import io.csi4j.sidecar.http.Routes;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import java.io.IOException;
import java.util.List;

/**
 * The one or two HTTP servers: the listeners of contract liveness-probe.md, section 2.
 *
 * @param endpoints health, then metrics if they have a server of their own
 */
record ProbeServers(List<HttpEndpoint> endpoints) implements AutoCloseable {
    private static final Log LOG = Log.of(ProbeServers.class);

    ProbeServers {
        endpoints = List.copyOf(endpoints);
    }

    /** @throws StartupException with {@link Exit#FAILURE} when listening fails; upstream ends with 0 for one of them */
    static ProbeServers listen(LivenessOptions options, Page health, MetricsRegistry metrics) {
        Routes main = new Routes().page(LivenessOptions.HEALTH_PATH, health);
        if (options.metricsAddress().isEmpty()) {
            return new ProbeServers(List.of(listen("health", options.healthAddress(), main)));
        }
        if (!options.httpEndpoint().isEmpty()) {
            Routes both = main.metrics(options.metricsPath(), metrics);
            return new ProbeServers(List.of(listen("health and metrics", options.healthAddress(), both)));
        }
        Routes second = new Routes().metrics(options.metricsPath(), metrics);
        HttpEndpoint first = listen("health", options.healthAddress(), main);
        try {
            return new ProbeServers(List.of(first, listen("metrics", options.metricsAddress(), second)));
        } catch (StartupException failure) {
            first.close();
            throw failure;
        }
    }

    private static HttpEndpoint listen(String what, String hostPort, Routes routes) {
        try {
            HttpEndpoint endpoint = HttpEndpoint.listen(hostPort, routes);
            LOG.info("listening", "for", what, "address", endpoint.address());
            return endpoint;
        } catch (IOException failure) {
            throw new StartupException(Exit.FAILURE, "cannot serve " + what + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        endpoints.forEach(HttpEndpoint::close);
    }
}
