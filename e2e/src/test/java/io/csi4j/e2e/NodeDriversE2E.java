package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.NfsNode;
import io.csi4j.e2e.cluster.PodManifests;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.NodeVm;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Story 13, and the rows of contracts node-registrar 9 and 10 and liveness-probe 7 that need a real kubelet. */
@ExtendWith({InstalledOnce.class, NodeOnce.class, StoryDriverOnce.class})
class NodeDriversE2E {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String SYSTEM = "kube-system";
    private static final String SOCKETS = "/var/lib/kubelet/plugins_registry/";
    private static final String NFS_SOCKET = SOCKETS + NfsInstallation.DRIVER + "-reg.sock";
    private static final String TOLD = "kubelet told the outcome of the registration";

    private final NfsInstallation installation;
    private final NfsNode node;
    private final NodeVm machine;
    private final Kubectl kubectl;

    NodeDriversE2E(NfsInstallation installation, NfsNode node, StoryDriver driver) {
        this.installation = installation;
        this.node = node;
        this.machine = node.machine();
        this.kubectl = installation.kubectl();
        node.awaitRegistered(NfsInstallation.DRIVER);
        node.awaitRegistered(StoryDriver.NAME);
    }

    @Test
    void twoDriversOnOneNodeHaveTheirEntriesAndTheNodeItsAnnotationAndLabels() {
        String name = machine.name();

        assertThat(entry(NfsInstallation.DRIVER, "nodeID")).isEqualTo(name);
        assertThat(entry(NfsInstallation.DRIVER, "topologyKeys")).isEqualTo("null");
        assertThat(entry(NfsInstallation.DRIVER, "allocatable")).isEmpty();
        assertThat(entry(StoryDriver.NAME, "nodeID")).isEqualTo(name);
        assertThat(entry(StoryDriver.NAME, "topologyKeys")).isEqualTo("[\"" + StoryNode.TOPOLOGY_KEY + "\"]");
        assertThat(entry(StoryDriver.NAME, "allocatable")).isEqualTo("{\"count\":" + StoryNode.STANDARD_LIMIT + "}");
        assertThat(nodeIds())
                .contains("\"" + NfsInstallation.DRIVER + "\":\"" + name + "\"")
                .contains("\"" + StoryDriver.NAME + "\":\"" + name + "\"");
        assertThat(kubectl.get("", "node/" + name, "{.metadata.labels.story\\.csi4j\\.io/zone}"))
                .isEqualTo(StoryNode.ZONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        limit         | count
        0             | ''
        5             | {"count":5}
        1099511627776 | {"count":2147483647}
        """)
    void theLimitOfVolumesBecomesTheCountOfTheEntry(long limit, String count) {
        String file = "/var/lib/kubelet/plugins/story/" + StoryNode.LIMIT;
        try {
            machine.run("echo " + limit + " >" + file);
            registerAgain(StoryDriver.NAME);

            Eventually.until(
                    "count \"" + count + "\"",
                    PATIENCE,
                    () -> entry(StoryDriver.NAME, "allocatable").equals(count));
        } finally {
            machine.run("rm -f " + file);
            registerAgain(StoryDriver.NAME);
        }
        Eventually.until(
                "the usual count",
                PATIENCE,
                () -> entry(StoryDriver.NAME, "allocatable").contains(":" + StoryNode.STANDARD_LIMIT + "}"));
    }

    @Test
    void aPluginAndThenItsRegistrarMayRestart() {
        restart(NodeProcess.nfsPlugin(machine), NodeProcess::kill);
        assertThat(node.drivers()).contains(NfsInstallation.DRIVER);

        NodeProcess.nfsRegistrar(machine).end();
        awaitGone(NfsInstallation.DRIVER);
        Eventually.until("its node id to go", PATIENCE, () -> !nodeIds().contains(NfsInstallation.DRIVER));

        node.awaitRegistered(NfsInstallation.DRIVER);
        aPodMounts("after-plugin-and-registrar");
    }

    @Test
    void aRegistrarAndThenItsPluginMayRestart() {
        assertThat(told()).isPositive();
        NodeProcess.nfsRegistrar(machine).kill();
        restart(NodeProcess.nfsPlugin(machine), NodeProcess::kill);

        awaitTold(0);
        node.awaitRegistered(NfsInstallation.DRIVER);
        aPodMounts("after-registrar-and-plugin");
    }

    @Test
    void aKubeletThatRestartsTakesTheDriversAgainAndNothingElseDoes() {
        long told = told();
        String registrar = NodeProcess.nfsRegistrar(machine).id();

        machine.restartKubelet();

        awaitTold(told);
        assertThat(NodeProcess.nfsRegistrar(machine).id()).isEqualTo(registrar);
        machine.awaitReady();
        node.awaitRegistered(StoryDriver.NAME);
        assertThat(entry(NfsInstallation.DRIVER, "nodeID")).isEqualTo(machine.name());
    }

    @Test
    void aRegistrationSocketThatIsRemovedComesBackWithTheRestartOfItsRegistrar() {
        String registrar = NodeProcess.nfsRegistrar(machine).id();

        machine.run("rm " + NFS_SOCKET);

        awaitGone(NfsInstallation.DRIVER);
        node.awaitRegistered(NfsInstallation.DRIVER);
        assertThat(NodeProcess.nfsRegistrar(machine).id()).isNotEmpty().isNotEqualTo(registrar);
        assertThat(nodeIds()).contains(NfsInstallation.DRIVER);
    }

    @Test
    void aPluginThatHangsIsRestartedByItsLivenessProbeAndPodsKeepTheirFiles() {
        startPod("through-the-hang");
        String hung = NodeProcess.nfsPlugin(machine).id();

        NodeProcess.nfsPlugin(machine).pause();

        awaitOther(NodeProcess.nfsPlugin(machine), hung);
        assertThat(events("csi-nfs-node", "Unhealthy")).contains("Liveness probe failed");
        aPodMounts("after-the-hang");
        assertThat(kubectl.exec("default", "through-the-hang", "cat", "/data/file"))
                .isEqualTo("through-the-hang\n");
        remove("through-the-hang");
    }

    /** The story driver's registrar has the exec probe of older installs. */
    @Test
    void theRegistrarsExecProbeSucceeds() {
        String succeeded = "prober_probe_total{container=\"node-driver-registrar\",namespace=\"kube-system\",pod=\""
                + pod("story-node");

        Eventually.until(
                "a successful probe",
                PATIENCE,
                () -> probes().lines().anyMatch(line -> line.startsWith(succeeded) && line.contains("\"successful\"")));
        assertThat(probes().lines().filter(line -> line.startsWith(succeeded)))
                .noneMatch(line -> line.contains("\"failed\""));
        assertThat(kubectl.attempt(
                                "exec",
                                "-n",
                                SYSTEM,
                                pod("story-node"),
                                "-c",
                                "node-driver-registrar",
                                "--",
                                "/opt/csi4j/bin/csi-node-driver-registrar",
                                "--mode=kubelet-registration-probe")
                        .exitCode())
                .as("without the path it needs")
                .isEqualTo(1);
    }

    /** kubelet takes a socket that appears for a new one: no process has to restart. */
    private void registerAgain(String driver) {
        String socket = SOCKETS + driver + "-reg.sock";
        machine.run("mv " + socket + " " + SOCKETS + ".away && mv " + SOCKETS + ".away " + socket);
    }

    private static void restart(NodeProcess process, Consumer<NodeProcess> ended) {
        String before = process.id();
        ended.accept(process);
        awaitOther(process, before);
    }

    private static void awaitOther(NodeProcess process, String before) {
        Eventually.until("another " + process.commandLine(), PATIENCE, () -> {
            String now = process.id();
            return !now.isEmpty() && !now.equals(before);
        });
    }

    private void awaitGone(String driver) {
        Eventually.until(
                driver + " to leave the CSINode",
                PATIENCE,
                () -> !node.drivers().contains(driver));
    }

    /** How often kubelet has told the NFS driver's registrar, in its present life, that it is registered. */
    private long told() {
        return kubectl.attempt("logs", "-n", SYSTEM, pod("csi-nfs-node"), "-c", "node-driver-registrar")
                .output()
                .lines()
                .filter(line -> line.contains(TOLD))
                .count();
    }

    private void awaitTold(long before) {
        Eventually.until("kubelet to tell the registrar", PATIENCE, () -> told() > before);
    }

    private String entry(String driver, String field) {
        return kubectl.get(
                "", "csinode/" + machine.name(), "{.spec.drivers[?(@.name==\"" + driver + "\")]." + field + "}");
    }

    private String nodeIds() {
        return kubectl.get(
                "", "node/" + machine.name(), "{.metadata.annotations.csi\\.volume\\.kubernetes\\.io/nodeid}");
    }

    private String probes() {
        return kubectl.run("get", "--raw", "/api/v1/nodes/" + machine.name() + "/proxy/metrics/probes");
    }

    private String pod(String app) {
        return kubectl.run("get", "pods", "-n", SYSTEM, "-l", "app=" + app, "-o", "jsonpath={.items[0].metadata.name}");
    }

    private String events(String app, String reason) {
        String selector = "involvedObject.name=" + pod(app) + ",reason=" + reason;
        return kubectl.run(
                "get", "events", "-n", SYSTEM, "--field-selector", selector, "-o", "jsonpath={.items[*].message}");
    }

    private void aPodMounts(String name) {
        startPod(name);
        remove(name);
    }

    /** A pod that has written its name into a volume of its own. */
    private void startPod(String name) {
        kubectl.apply(installation.storageClass("node-drivers", "Delete", "Immediate"));
        new Claims(installation).apply(name, "node-drivers");
        kubectl.apply(PodManifests.pod(name, name, "echo " + name + " > /data/file"));
        kubectl.awaitCondition("default", "pod/" + name, "condition=Ready", PATIENCE);
    }

    private void remove(String name) {
        kubectl.run("delete", "pod", name, "-n", "default", "--grace-period=1", "--wait=false");
        kubectl.awaitGone("default", "pod/" + name, PATIENCE);
        kubectl.delete("default", "pvc/" + name);
    }
}
