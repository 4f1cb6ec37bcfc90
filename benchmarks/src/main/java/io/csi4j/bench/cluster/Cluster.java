package io.csi4j.bench.cluster;

import io.csi4j.lab.ControlPlane;
import io.csi4j.lab.ControlPlaneOptions;
import io.csi4j.lab.LabCache;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A control plane to measure on: its controller manager has no client limit of its own, and the writes of the measured
 * programs are counted. They run as a service account that may do everything.
 */
public final class Cluster implements AutoCloseable {
    private final ControlPlane plane;
    private final ApiClient api;
    private final AuditLog audit;
    private final Path kubeconfig;
    private final AtomicInteger namespaces = new AtomicInteger();

    private Cluster(ControlPlane plane, AuditLog audit) {
        this.plane = plane;
        this.audit = audit;
        this.api = new ApiClient(plane);
        plane.kubectl().run("create", "serviceaccount", "-n", AuditLog.NAMESPACE, AuditLog.ACCOUNT);
        plane.kubectl()
                .run(
                        "create",
                        "clusterrolebinding",
                        AuditLog.ACCOUNT,
                        "--clusterrole=cluster-admin",
                        "--serviceaccount=" + AuditLog.NAMESPACE + ":" + AuditLog.ACCOUNT);
        this.kubeconfig = plane.kubeconfigOf(AuditLog.NAMESPACE, AuditLog.ACCOUNT);
    }

    /** Starts one in an empty folder. */
    public static Cluster start(LabCache cache, Path folder) {
        AuditLog audit = new AuditLog(folder.resolve("audit"));
        ControlPlaneOptions options = ControlPlaneOptions.standard()
                .withoutControllerLimit()
                .withApiServerArguments(audit.apiServerArguments());
        ControlPlane plane = ControlPlane.start(cache, folder, options);
        try {
            return new Cluster(plane, audit);
        } catch (RuntimeException e) {
            plane.close();
            throw e;
        }
    }

    /** For a node that joins. */
    public ControlPlane plane() {
        return plane;
    }

    public ApiClient api() {
        return api;
    }

    /** For the measured programs. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** Makes a namespace that nobody has used. */
    public String freshNamespace() {
        String name = "bench-" + namespaces.incrementAndGet();
        api.create(Objects.namespace(name));
        return name;
    }

    /** Where the record of writes ends now, for {@link #writesSince}. */
    public long mark() {
        return audit.end();
    }

    /** What the measured programs wrote since then. */
    public Writes writesSince(long mark) {
        return audit.since(mark);
    }

    /** Stops the controller manager for the rest of this cluster's life. */
    void stopControllerManager() {
        plane.pauseControllerManager();
    }

    @Override
    public void close() {
        api.close();
        plane.close();
    }
}
