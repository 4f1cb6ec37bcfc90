package io.csi4j.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A real Kubernetes control plane on free ports of the loopback address: etcd, kube-apiserver,
 * kube-controller-manager and kube-scheduler.
 *
 * <p>RBAC, admission and service account tokens are as in a cluster; there is no node until a {@link NodeVm} joins, so
 * pods stay pending. Everything it writes is in the work folder, its programs' logs in {@code log/} there. The API
 * server can be killed and started again on the same port and the same etcd.
 */
public final class ControlPlane implements AutoCloseable {
    /** Name of the node that may join. */
    static final String NODE = "node-1";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DEFAULT_ACCOUNT = "/api/v1/namespaces/default/serviceaccounts/default";

    private final ControlPlaneFiles files;
    private final int apiPort;
    private final String token;
    private final String nodeToken;
    private final Map<String, Path> programs;
    private final Running running;
    private final Kubectl kubectl;

    /** The parts in the order of their start. */
    private record Running(
            NodeDoor nodes, Program etcd, Program apiServer, Program controllerManager, Program scheduler) {}

    private ControlPlane(LabCache cache, Path workFolder, ControlPlaneOptions options) {
        files = new ControlPlaneFiles(workFolder.toAbsolutePath().normalize());
        programs = cache.controlPlane();
        apiPort = Ports.free();
        token = ControlPlaneFiles.freshToken();
        nodeToken = ControlPlaneFiles.freshToken();
        writeFiles();
        running = startAll(new ControlPlaneArguments(files, options, Ports.free(), apiPort));
        kubectl = new Kubectl(LabCache.need(programs, "kubectl"), files.kubeconfig(), files.folder());
    }

    /**
     * Starts all parts and waits until the API server is ready and the default service account exists.
     *
     * @param workFolder made when absent; its path at most 90 bytes long, for the socket in it
     * @throws LabException when a program cannot be built, ends early or is not ready within 60 s
     */
    public static ControlPlane start(LabCache cache, Path workFolder, ControlPlaneOptions options) {
        return new ControlPlane(cache, workFolder, options);
    }

    /** {@code https://127.0.0.1:port}. */
    public String server() {
        return "https://127.0.0.1:" + apiPort;
    }

    /** Bearer token of the user {@code admin} in {@code system:masters}. */
    public String token() {
        return token;
    }

    /** PEM of the authority that signed the API server's certificate; the certificate also names 10.0.2.2. */
    public Path authority() {
        return files.authority();
    }

    /** Kubeconfig of the user {@code admin}. */
    public Path kubeconfig() {
        return files.kubeconfig();
    }

    /** kubectl as the user {@code admin}. */
    public Kubectl kubectl() {
        return kubectl;
    }

    /** Logs of the parts. */
    public Path logFolder() {
        return files.folder().resolve("log");
    }

    /** A kubeconfig with a fresh token of a service account, which must exist; its rights are what RBAC gives it. */
    public Path kubeconfigOf(String namespace, String serviceAccount) {
        String accountToken = kubectl.run("create", "token", "--duration=24h", "-n", namespace, serviceAccount)
                .strip();
        Path file = files.folder().resolve("kubeconfig-" + namespace + "-" + serviceAccount);
        files.write(file, ControlPlaneFiles.kubeconfig(server(), files.read(authority()), accountToken));
        return file;
    }

    /** kill -9 of the API server; etcd stays. */
    public void killApiServer() {
        running.apiServer().kill();
    }

    /** Starts the killed API server again on the same port and waits until it is ready. */
    public void startApiServer() {
        running.apiServer().restart();
        awaitAnswer("/readyz");
    }

    /** SIGSTOP: connections stay open and nobody answers. */
    public void pauseApiServer() {
        running.apiServer().pause();
    }

    /** Ends the pause. */
    public void resumeApiServer() {
        running.apiServer().resume();
    }

    /**
     * SIGSTOP of the controller manager: objects stay as they are written, as a measurement with very many of them
     * wants it.
     */
    public void pauseControllerManager() {
        running.controllerManager().pause();
    }

    int apiPort() {
        return apiPort;
    }

    /** A kubeconfig for the kubelet of a node, as seen from the node. */
    String nodeKubeconfig() {
        String server = "https://" + ControlPlaneArguments.HOST_FROM_NODE + ":" + apiPort;
        return ControlPlaneFiles.kubeconfig(server, files.read(authority()), nodeToken);
    }

    ApiProbe probe() {
        return new ApiProbe(server(), files.authority(), token);
    }

    NodeDoor nodes() {
        return running.nodes();
    }

    /** kill -9 of every part: nothing of a lab is worth an orderly end. */
    @Override
    public void close() {
        for (Program program :
                List.of(running.scheduler(), running.controllerManager(), running.apiServer(), running.etcd())) {
            program.kill();
        }
        running.nodes().close();
    }

    private void writeFiles() {
        files.write(
                files.tokens(),
                ControlPlaneFiles.tokenLine(token, "admin", "system:masters")
                        + ControlPlaneFiles.tokenLine(nodeToken, "system:node:" + NODE, "system:nodes"));
        files.write(files.serviceAccountKey(), ControlPlaneFiles.freshKey());
        files.write(files.egress(), ControlPlaneFiles.egress(files.nodeSocket()));
    }

    private Running startAll(ControlPlaneArguments arguments) {
        try (var started = new Started()) {
            NodeDoor nodes = started.add(NodeDoor.listen(files.nodeSocket()));
            Program etcd = started.add(start("etcd", arguments.etcd(Ports.free())));
            // The API server waits for etcd by itself.
            Program apiServer = started.add(start("kube-apiserver", arguments.apiServer()));
            awaitAnswer(apiServer, "/readyz");
            files.write(
                    files.kubeconfig(), ControlPlaneFiles.kubeconfig(server(), files.read(files.authority()), token));
            Program controllers = started.add(start("kube-controller-manager", arguments.controllerManager()));
            Program scheduler = started.add(start("kube-scheduler", arguments.scheduler()));
            awaitAnswer(controllers, DEFAULT_ACCOUNT);
            started.keep();
            return new Running(nodes, etcd, apiServer, controllers, scheduler);
        }
    }

    private Program start(String program, List<String> arguments) {
        return Program.plan(program, LabCache.need(programs, program), files.log(program))
                .with(arguments.toArray(String[]::new))
                .start();
    }

    private void awaitAnswer(String path) {
        awaitAnswer(running.apiServer(), path);
    }

    private void awaitAnswer(Program program, String path) {
        ApiProbe probe = probe();
        program.awaitReady("an answer of " + server() + path, PATIENCE, () -> probe.isFound(path));
    }
}
