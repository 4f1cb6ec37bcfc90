package io.csi4j.controller.api;

import io.csi4j.sidecar.flags.CommonOptions.KubeAccess;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
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

    /** Requests a second where client-go is told 0. */
    private static final double USUAL_RATE = 5;

    /** Requests at once where client-go is told 0. */
    private static final int USUAL_BURST = 10;

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

    /**
     * Limited as {@code --kube-api-qps} and {@code --kube-api-burst} ask for, read as client-go reads them: 0 stands
     * for 5 a second and for a burst of 10, a rate below 0 for no limit.
     *
     * @throws StartupException with the options' exit for a burst below 0, with which no request would ever be sent
     */
    public KubeOptions limitedTo(double perSecond, int burst) {
        double rate = perSecond == 0 ? USUAL_RATE : perSecond;
        if (!(rate > 0)) {
            return withLimit(null);
        }
        if (burst < 0) {
            throw new StartupException(faultExit, "--kube-api-burst: need at least 1, or 0 for 10, got " + burst);
        }
        return withLimit(new RateLimit(rate, burst == 0 ? USUAL_BURST : burst));
    }

    /** {@link #limitedTo}, if the command line asks for any limit. */
    public KubeOptions limitedAs(KubeAccess access) {
        return access.throttled() ? limitedTo(access.qps(), access.burst()) : this;
    }

    public KubeOptions withFaultExit(Exit wanted) {
        return new KubeOptions(kubeconfig, master, userAgent, limit, deadline, wanted);
    }
}
