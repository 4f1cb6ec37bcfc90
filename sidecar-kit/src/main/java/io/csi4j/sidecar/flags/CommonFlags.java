package io.csi4j.sidecar.flags;

import io.csi4j.sidecar.flags.CommonOptions.Diagnostics;
import io.csi4j.sidecar.flags.CommonOptions.Election;
import io.csi4j.sidecar.flags.CommonOptions.KubeAccess;
import io.csi4j.sidecar.flags.CommonOptions.Timing;
import io.csi4j.sidecar.launch.StartupException;
import java.time.Duration;
import java.util.Map;

/** The flags that provisioner, attacher and resizer share: contract common.md, section 2. */
public final class CommonFlags {
    private final Flag<Boolean> version;
    private final Flag<String> csiAddress;
    private final KubeFlags kube;
    private final ElectionFlags election;
    private final Flag<String> httpEndpoint;
    private final Flag<String> metricsAddress;
    private final Flag<String> metricsPath;

    private CommonFlags(Flags flags) {
        version = version(flags);
        csiAddress = csiAddress(flags);
        kube = new KubeFlags(flags);
        election = new ElectionFlags(flags);
        httpEndpoint = flags.text(
                "http-endpoint", "", "`address` to serve metrics and health on, such as :8080; empty: nowhere");
        metricsAddress = flags.text("metrics-address", "", "deprecated `address` to serve metrics on");
        metricsPath = metricsPath(flags);
        automaxprocs(flags);
    }

    /** Declares the shared flags; feature gates and logging are declared by their own types. */
    public static CommonFlags on(Flags flags) {
        return new CommonFlags(flags);
    }

    public static Flag<Boolean> version(Flags flags) {
        return flags.bool("version", false, "print the version and exit");
    }

    public static Flag<String> csiAddress(Flags flags) {
        return flags.text("csi-address", "/run/csi/socket", "`path` of the driver's socket");
    }

    public static Flag<String> metricsPath(Flags flags) {
        return flags.text("metrics-path", "/metrics", "HTTP `path` of the metrics");
    }

    /** Accepted without effect: the JVM follows the container's CPU quota by itself. */
    public static void automaxprocs(Flags flags) {
        FlagType<Boolean> type = FlagType.bare(text -> text.isEmpty() || GoNumbers.bool(text));
        flags.add("automaxprocs", type, false, "accepted without effect: the CPU quota is always followed");
    }

    /** Whether the version is asked for, which goes before every check of values; known once the flags are parsed. */
    public boolean asksForVersion() {
        return version.value();
    }

    /**
     * What the flags ask for.
     *
     * @throws StartupException when a lease label is none that the API server would take, unless the version is asked
     *     for
     */
    public CommonOptions options() {
        if (!asksForVersion()) {
            election.check();
        }
        var diagnostics = new Diagnostics(httpEndpoint.value(), metricsAddress.value(), metricsPath.value());
        return new CommonOptions(version.value(), csiAddress.value(), kube.options(), election.options(), diagnostics);
    }

    private static final class KubeFlags {
        private final Flag<String> kubeconfig;
        private final Flag<Double> qps;
        private final Flag<Integer> burst;

        KubeFlags(Flags flags) {
            kubeconfig =
                    flags.text("kubeconfig", "", "`file` with the way to the API server; empty: the pod's account");
            qps = flags.decimal(
                    "kube-api-qps",
                    5,
                    "calls a second to the API server; 0: 5, less: no limit, unset: its own fairness decides");
            burst = flags.integer(
                    "kube-api-burst", 10, "calls at once to the API server; 0: 10, unset: as with kube-api-qps");
        }

        KubeAccess options() {
            boolean throttled = qps.isSet() || burst.isSet();
            return new KubeAccess(kubeconfig.value(), throttled, qps.value(), burst.value());
        }
    }

    private static final class ElectionFlags {
        private final Flag<Boolean> enabled;
        private final Flag<String> namespace;
        private final Flag<Duration> leaseDuration;
        private final Flag<Duration> renewDeadline;
        private final Flag<Duration> retryPeriod;
        private final Flag<Map<String, String>> labels;

        ElectionFlags(Flags flags) {
            enabled = flags.bool("leader-election", false, "work only while holding a lease");
            namespace = flags.text("leader-election-namespace", "", "`namespace` of the lease; empty: the pod's own");
            leaseDuration = flags.duration(
                    "leader-election-lease-duration", Duration.ofSeconds(15), "how long a lease lasts unrenewed");
            renewDeadline = flags.duration(
                    "leader-election-renew-deadline", Duration.ofSeconds(10), "how long its holder tries to renew it");
            retryPeriod = flags.duration(
                    "leader-election-retry-period", Duration.ofSeconds(5), "the pause between two tries");
            labels = flags.labels("leader-election-labels", "labels of the lease, `key:value,key2:value2`");
        }

        void check() {
            Labels.check(labels);
        }

        Election options() {
            var timing = new Timing(leaseDuration.value(), renewDeadline.value(), retryPeriod.value());
            return new Election(enabled.value(), namespace.value(), timing, labels.value());
        }
    }
}
