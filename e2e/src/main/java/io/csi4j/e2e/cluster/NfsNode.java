package io.csi4j.e2e.cluster;

import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.LabCache;
import io.csi4j.lab.NodeVm;
import io.csi4j.lab.NodeVmOptions;
import io.csi4j.lab.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The NFS driver's node half on a real node: registrar, liveness probe and plugin as the DaemonSet of
 * {@code deploy/nfs/node.yaml}, with the programs of this clone.
 */
public final class NfsNode implements AutoCloseable {
    /** A port of the node for what a test runs there. */
    public static final int SPARE_PORT = 9_000;

    /** Where Debian's libnfs13 puts what the controller half needs; the node has no such package. */
    private static final Path LIBNFS = Path.of("/usr/lib/x86_64-linux-gnu/libnfs.so.13");

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final NodeVm machine;
    private final Kubectl kubectl;
    private final int sparePort;

    private NfsNode(NodeVm machine, Kubectl kubectl, int sparePort) {
        this.machine = machine;
        this.kubectl = kubectl;
        this.sparePort = sparePort;
    }

    /**
     * Powers the node on and returns at once.
     *
     * @param workFolder made when absent
     */
    public static NfsNode start(LabCache cache, NfsInstallation installation, Path workFolder) {
        Path programs = workFolder.resolve("programs");
        Clone.own().copyPrograms(programs);
        Clone.copy(cache.csiSanity(), programs.resolve("bin"));
        Clone.copy(LIBNFS, programs.resolve("lib"));
        int sparePort = Ports.free();
        NodeVm machine = NodeVm.start(
                cache,
                installation.controlPlane(),
                workFolder,
                NodeVmOptions.standard().withPrograms(programs).withForward(sparePort, SPARE_PORT));
        return new NfsNode(machine, installation.kubectl(), sparePort);
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
        awaitRegistered(NfsInstallation.DRIVER);
    }

    /** Waits until kubelet has registered a driver. */
    public void awaitRegistered(String driver) {
        Eventually.until(
                "driver " + driver + " in the CSINode",
                PATIENCE,
                () -> drivers().contains(driver));
    }

    /** Names of the drivers that kubelet has registered. */
    public List<String> drivers() {
        String names = kubectl.attempt("get", "csinode", machine.name(), "-o", "jsonpath={.spec.drivers[*].name}")
                .output();
        return List.of(names.split(" ", -1));
    }

    /** The port of this machine's 127.0.0.1 that leads to {@link #SPARE_PORT}. */
    public int sparePort() {
        return sparePort;
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
