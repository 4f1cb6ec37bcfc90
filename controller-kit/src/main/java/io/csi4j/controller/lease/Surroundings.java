package io.csi4j.controller.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where and as whom this process runs, as the machine and the pod tell. */
public final class Surroundings {
    /** The name the kernel knows: no DNS, which may be slow or missing when a pod starts. */
    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

    private static final Path NAMESPACE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    private Surroundings() {}

    /** The kernel's host name; in a pod with hostNetwork that is the node's. */
    public static String hostname() {
        return text(HOSTNAME, "localhost");
    }

    /**
     * Namespace of the lease.
     *
     * @param flag {@code --leader-election-namespace}; wins unless empty
     * @param environment its {@code POD_NAMESPACE} comes next, then the service account's, then {@code default}
     */
    public static String namespace(String flag, Map<String, String> environment) {
        return namespace(flag, environment, NAMESPACE);
    }

    static String namespace(String flag, Map<String, String> environment, Path ofServiceAccount) {
        if (!flag.isEmpty()) {
            return flag;
        }
        String ofPod = environment.getOrDefault("POD_NAMESPACE", "");
        return ofPod.isEmpty() ? text(ofServiceAccount, "default") : ofPod;
    }

    private static String text(Path file, String otherwise) {
        try {
            String text = Files.readString(file).trim();
            return text.isEmpty() ? otherwise : text;
        } catch (IOException e) {
            // Outside of a pod there is no such file.
            return otherwise;
        }
    }
}
