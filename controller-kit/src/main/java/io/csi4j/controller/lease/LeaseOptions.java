package io.csi4j.controller.lease;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which lease to lead by, and as whom. A deployment that mixes these programs with upstream's shares the lease.
 *
 * @param lockName what the lease is named after, e.g. {@code external-resizer-nfs.csi.k8s.io}; not empty
 * @param namespace where the lease lives: {@link Surroundings#namespace}
 * @param hostname who we are: {@link Surroundings#hostname}
 * @param labels put on the lease, other labels stay; checked against Kubernetes' label grammar
 */
public record LeaseOptions(
        String lockName, String namespace, String hostname, LeaseTiming timing, Map<String, String> labels) {
    private static final Pattern FOREIGN = Pattern.compile("[^a-zA-Z0-9-]");
    private static final String WORD = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private static final Pattern LABEL_VALUE = Pattern.compile("(" + WORD + ")?");
    private static final Pattern LABEL_KEY = Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?" + WORD);

    /** @throws StartupException with exit code 1 if the name is empty or a label is none */
    public LeaseOptions {
        labels = Map.copyOf(labels);
        if (lockName.isEmpty()) {
            throw new StartupException(Exit.FAILURE, "leader election: need a name for the lease, got none");
        }
        labels.forEach((key, value) -> {
            if (!LABEL_KEY.matcher(key).matches() || !LABEL_VALUE.matcher(value).matches()) {
                throw new StartupException(
                        Exit.FAILURE, "leader election: need valid label key and value, got " + key + ":" + value);
            }
        });
    }

    /** Name of the Lease object. */
    public String leaseName() {
        return sanitized(lockName);
    }

    /** Holder as it stands in the lease. */
    public String identity() {
        return sanitized(hostname);
    }

    /** Component of the events about the lease. */
    public String eventComponent() {
        return lockName + "/" + hostname;
    }

    /** Upstream's rule, kept because old and new programs must find the same lease and the same finalizer. */
    public static String sanitized(String name) {
        String clean = FOREIGN.matcher(name).replaceAll("-");
        return clean.endsWith("-") ? clean + "X" : clean;
    }
}
