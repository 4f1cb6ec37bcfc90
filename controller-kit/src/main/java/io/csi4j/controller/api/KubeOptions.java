package io.csi4j.controller.api;

import io.csi4j.sidecar.launch.Exit;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the API server.
 *
 * @param kubeconfig path of a kubeconfig file; empty for none
 * @param master URL that goes before the kubeconfig's; empty for none. With neither, the service account of the pod
 * @param userAgent who we say we are
 * @param limit requests we allow ourselves; null leaves that to the server's priority and fairness
 * @param deadline longest time one request may take, retries included, waiting for {@code limit} not
 * @param faultExit how the program ends if this leads nowhere
 */
public record KubeOptions(
        String kubeconfig,
        String master,
        String userAgent,
        @Nullable RateLimit limit,
        Duration deadline,
        Exit faultExit) {
    /** Long enough for a busy API server, short enough that nobody waits for a dead one. */
    public static final Duration STANDARD_DEADLINE = Duration.ofSeconds(30);

    /**
     * A token bucket.
     *
     * @param perSecond tokens that come in a second, more than 0
     * @param burst tokens it holds, at least 1
     */
    public record RateLimit(double perSecond, int burst) {
        public RateLimit {
            if (!(perSecond > 0) || burst < 1) {
                throw new IllegalArgumentException(
                        "need a rate above 0 and a burst of at least 1, got " + perSecond + " and " + burst);
            }
        }
    }

    public KubeOptions {
        Objects.requireNonNull(deadline);
    }

    /** The pod's own service account, no limit, standard deadline. */
    public static KubeOptions inCluster(String userAgent) {
        return of("", "", userAgent);
    }

    public static KubeOptions of(String kubeconfig, String master, String userAgent) {
        return new KubeOptions(kubeconfig, master, userAgent, null, STANDARD_DEADLINE, Exit.FAILURE);
    }

    public KubeOptions withLimit(@Nullable RateLimit wanted) {
        return new KubeOptions(kubeconfig, master, userAgent, wanted, deadline, faultExit);
    }

    public KubeOptions withFaultExit(Exit wanted) {
        return new KubeOptions(kubeconfig, master, userAgent, limit, deadline, wanted);
    }
}
