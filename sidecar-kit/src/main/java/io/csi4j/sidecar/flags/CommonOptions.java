package io.csi4j.sidecar.flags;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.time.Duration;
import java.util.Map;

/** What the flags that provisioner, attacher and resizer share ask for: contract common.md, section 2. */
public record CommonOptions(
        boolean version, String csiAddress, KubeAccess kube, Election election, Diagnostics diagnostics) {

    /**
     * The way to the API server.
     *
     * @param kubeconfig file, empty for the pod's own account
     * @param throttled whether the user asked for a client-side limit; without, the API server's priority and
     *     fairness alone decides
     * @param qps calls a second, 0 for 5, less for no limit; counts only if throttled
     * @param burst calls at once, 0 for 10; counts only if throttled
     */
    public record KubeAccess(String kubeconfig, boolean throttled, double qps, int burst) {}

    /** Leader election; {@code labels} go onto the lease, an empty namespace means the pod's own. */
    public record Election(boolean enabled, String namespace, Timing timing, Map<String, String> labels) {
        public Election {
            labels = Map.copyOf(labels);
        }
    }

    /** How long a lease lasts, how long its holder tries to renew it, and the pause between tries. */
    public record Timing(Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {}

    /** The HTTP server for metrics and health; both addresses empty means none. */
    public record Diagnostics(String httpEndpoint, String metricsAddress, String metricsPath) {
        /** The address to listen on, empty for none. */
        public String address() {
            return httpEndpoint.isEmpty() ? metricsAddress : httpEndpoint;
        }

        /**
         * Checks that at most one address is given.
         *
         * @throws StartupException with {@link Exit#FAILURE} when both are
         */
        public void requireOneAddress() {
            if (!httpEndpoint.isEmpty() && !metricsAddress.isEmpty()) {
                throw new StartupException(
                        Exit.FAILURE, "only one of --metrics-address and --http-endpoint can be set");
            }
        }
    }
}
