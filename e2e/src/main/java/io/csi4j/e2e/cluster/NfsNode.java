package io.csi4j.e2e.cluster;

import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.LabCache;
import io.csi4j.lab.NodeVm;
import io.csi4j.lab.NodeVmOptions;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The NFS driver's node half on a real node: registrar, liveness probe and plugin as the DaemonSet of
 * {@code deploy/nfs/node.yaml}, with the programs of this clone.
 */
public final class NfsNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final NodeVm machine;
    private final Kubectl kubectl;

    private NfsNode(NodeVm machine, Kubectl kubectl) {
        this.machine = machine;
        this.kubectl = kubectl;
    }

    /**
     * Powers the node on and returns at once.
     *
     * @param workFolder made when absent
     */
    public static NfsNode start(LabCache cache, NfsInstallation installation, Path workFolder) {
        Path programs = workFolder.resolve("programs");
        Clone.own().copyPrograms(programs);
        NodeVm machine = NodeVm.start(
                cache,
                installation.controlPlane(),
                workFolder,
                NodeVmOptions.standard().withPrograms(programs));
        return new NfsNode(machine, installation.kubectl());
    }

    /** Waits until the node is Ready, and shows it the NFS server where the controller sees it. */
    public void awaitReady(int nfsPort) {
        machine.awaitReady();
        machine.shareLoopback(nfsPort);
    }

    /** Applies the DaemonSet and waits until kubelet has registered the driver. */
    public void deployDriver() {
        String folder = Clone.own().root().resolve("e2e/src/main/lab-node").toString();
        kubectl.apply(kubectl.run("kustomize", "--load-restrictor", "LoadRestrictionsNone", folder));
        Eventually.until(
                "the driver in the CSINode",
                PATIENCE,
                () -> kubectl.attempt("get", "csinode", machine.name(), "-o", "jsonpath={.spec.drivers[*].name}")
                        .output()
                        .contains(NfsInstallation.DRIVER));
    }

    /** The virtual machine. */
    public NodeVm machine() {
        return machine;
    }

    @Override
    public void close() {
        machine.close();
    }
}
