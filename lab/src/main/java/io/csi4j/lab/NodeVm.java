package io.csi4j.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A real node: a virtual machine emulated in software (QEMU, about ten times slower than this machine) with a kernel
 * NFS client, containerd and a kubelet that joins a {@link ControlPlane}.
 *
 * <p>It sees this machine's loopback services at 10.0.2.2. Its images are {@code csi4j.io/busybox:lab} and
 * {@code csi4j.io/base:lab} (Debian with mount.nfs, and a JDK 25 at /opt/java); nothing is pulled. The programs under
 * test stand at {@code /opt/csi4j} for pods to mount by hostPath. The disk forgets everything when the machine ends.
 */
public final class NodeVm implements AutoCloseable {
    private static final int KUBELET_PORT = 10_250;
    private static final int SHELL_PORT = 9_999;
    private static final String ADDRESS = "10.0.2.15:" + KUBELET_PORT;
    private static final Duration BOOT_PATIENCE = Duration.ofMinutes(4);
    private static final Duration SHELL_PATIENCE = Duration.ofSeconds(60);

    /** As the API server writes a true condition into its answer. */
    private static final String READY = "\"type\":\"Ready\",\"status\":\"True\"";

    private final ControlPlane controlPlane;
    private final Program machine;
    private final NodeShell shell;

    private NodeVm(ControlPlane controlPlane, Program machine, NodeShell shell) {
        this.controlPlane = controlPlane;
        this.machine = machine;
        this.shell = shell;
    }

    /**
     * Powers the machine on and returns at once; {@link #awaitReady} waits for the node.
     *
     * @param workFolder made when absent; takes the drives and the console log
     * @throws LabException when packages are missing or the disk image cannot be made
     */
    public static NodeVm start(LabCache cache, ControlPlane controlPlane, Path workFolder, NodeVmOptions options) {
        Packages.NODE.requirePresent();
        Map<String, Path> image = cache.nodeImage();
        Path folder = workFolder.toAbsolutePath().normalize();
        int kubelet = Ports.free();
        int shell = Ports.free();
        List<Path> drives = drives(controlPlane, folder, options);
        Map<Integer, Integer> forwards = new LinkedHashMap<>(options.forwards());
        forwards.put(kubelet, KUBELET_PORT);
        forwards.put(shell, SHELL_PORT);
        var arguments = new QemuArguments(image, options, drives, forwards).list();
        Program machine = Program.plan(
                        "the node's machine", Path.of("qemu-system-x86_64"), folder.resolve("console.log"))
                .with(arguments.toArray(String[]::new))
                .withVariable("TMPDIR", folder.toString())
                .start();
        controlPlane.nodes().route(ADDRESS, kubelet);
        return new NodeVm(controlPlane, machine, new NodeShell(shell));
    }

    /** Name of the Node object. */
    public String name() {
        return ControlPlane.NODE;
    }

    /** Waits until the Node object is Ready; an error with the console's end when it is not within four minutes. */
    public void awaitReady() {
        ApiProbe probe = controlPlane.probe();
        machine.awaitReady(
                "node " + name() + " to be Ready",
                BOOT_PATIENCE,
                () -> probe.body("/api/v1/nodes/" + name()).contains(READY));
    }

    /** Runs a shell script as root on the node; answers its standard output and error, an error when it fails. */
    public String run(String script) {
        NodeShell.Answer answer = shell.run(script, SHELL_PATIENCE);
        if (answer.exitCode() != 0) {
            throw new LabException(
                    "on the node ended with " + answer.exitCode() + ": " + script + "\n" + answer.output());
        }
        return answer.output();
    }

    /**
     * From now on a port of this machine's 127.0.0.1 is also a port of the node's 127.0.0.1 (for the node itself and
     * pods in its network), so that one address names the same server on both sides.
     */
    public void shareLoopback(int port) {
        run("iptables -t nat -A OUTPUT -d 127.0.0.1 -p tcp --dport " + port + " -j DNAT --to-destination "
                + ControlPlaneArguments.HOST_FROM_NODE);
    }

    /** Ends the kubelet with kill -9; it comes back by itself within a second, pods stay. */
    public void restartKubelet() {
        run("busybox killall -9 kubelet");
    }

    /** What the kernel and the first process said; grows while the node runs. */
    public Path consoleLog() {
        return machine.log();
    }

    /** Last lines of the kubelet's log. */
    public String kubeletLog(int lines) {
        return run("tail -n " + lines + " /var/log/kubelet.log");
    }

    /** Last lines of containerd's log. */
    public String containerdLog(int lines) {
        return run("tail -n " + lines + " /var/log/containerd.log");
    }

    /** SIGSTOP: the node stands still and the control plane loses it. */
    public void pause() {
        machine.pause();
    }

    /** Ends the pause. */
    public void resume() {
        machine.resume();
    }

    /** Pulls the plug; the Node object stays. */
    @Override
    public void close() {
        controlPlane.nodes().forget(ADDRESS);
        machine.kill();
    }

    private static List<Path> drives(ControlPlane controlPlane, Path folder, NodeVmOptions options) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Path> drives = new ArrayList<>();
        drives.add(NodeDrives.settings(
                folder, ControlPlane.NODE, options.labels(), controlPlane.apiPort(), controlPlane.nodeKubeconfig()));
        if (options.programs() != null) {
            drives.add(NodeDrives.programs(folder, options.programs()));
        }
        return drives;
    }
}
