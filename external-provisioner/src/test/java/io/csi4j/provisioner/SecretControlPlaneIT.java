package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.ControlPlane;
import io.csi4j.lab.ControlPlaneOptions;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.LabCache;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.log.Logging;
import io.csi4j.sidecar.log.LoggingOptions;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.testkit.LogCapture;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The provisioner's part of the story of secrets (story 12), on a real control plane: with the rights of {@code
 * deploy/provisioner/rbac.yaml} and the rule for secrets that it has in a comment.
 */
@Timeout(180)
class SecretControlPlaneIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "default";
    private static final List<String> OPERATIONS = List.of(
            "provisioner", "controller-publish", "node-stage", "node-publish", "controller-expand", "node-expand");

    @TempDir
    private Path work;

    private final Shutdown shutdown = Shutdown.onRequest();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private ControlPlane cluster;
    private Kubectl kubectl;
    private FakeDriver driver;
    private LogCapture log;

    @BeforeEach
    void start() throws IOException {
        cluster = ControlPlane.start(LabCache.standard(), work, ControlPlaneOptions.standard());
        kubectl = cluster.kubectl();
        kubectl.apply(withSecrets(Files.readString(Path.of("../deploy/provisioner/rbac.yaml"))));
        driver = FakeDriver.start(
                DriverTraits.plain(Given.DRIVER).with(RPC.Type.MODIFY_VOLUME, RPC.Type.PUBLISH_UNPUBLISH_VOLUME));
        Logging.configure(ProvisionerOptions.parse("-v=5").logging());
        log = LogCapture.start();
        var options = ProvisionerOptions.parse(
                "--csi-address=" + driver.address(),
                "--kubeconfig=" + cluster.kubeconfigOf("kube-system", "csi-provisioner"),
                "--retry-interval-start=100ms",
                "--retry-interval-max=1s");
        Thread.ofVirtual().name("provisioner").start(() -> run(options));
    }

    private static String withSecrets(String manifest) {
        String rule = """
              # - apiGroups: [""]
              #   resources: [secrets]
              #   verbs: [get]
            """;
        assertThat(manifest).contains(rule);
        return manifest.replace(rule, rule.replace("# ", ""));
    }

    private void run(ProvisionerOptions options) {
        try {
            exit.complete(Provisioner.run(shutdown, options));
        } catch (InterruptedException | RuntimeException fault) {
            exit.completeExceptionally(fault);
        }
    }

    @AfterEach
    void stop() {
        shutdown.request(Exit.OK);
        assertThat(exit.join()).isEqualTo(Exit.OK);
        log.close();
        Logging.configure(LoggingOptions.standard());
        driver.close();
        cluster.close();
    }

    @Test
    void aClaimWaitsForItsSecretWhichIsThereForTheDriverUntilTheEndAndNeverTold() {
        createClass(secrets());
        createClaim("");
        Eventually.until(
                "an event that names the secret",
                PATIENCE,
                () -> events().contains("cannot read secret default/data-provisioner: not found"));
        assertThat(driver.calls(DriverCall.on("CreateVolume"))).isEmpty();

        kubectl.run("create", "secret", "generic", "data-provisioner", "--from-literal=password=hush-hush");

        kubectl.awaitCondition(NAMESPACE, "pvc/data", "jsonpath={.status.phase}=Bound", PATIENCE);
        String volume = kubectl.get(NAMESPACE, "pvc/data", "{.spec.volumeName}");
        assertThat(kubectl.get(
                        NAMESPACE,
                        "pv/" + volume,
                        "{.spec.csi['controllerPublishSecretRef',"
                                + "'nodeStageSecretRef','nodePublishSecretRef','controllerExpandSecretRef',"
                                + "'nodeExpandSecretRef'].name}"))
                .isEqualTo("data-controller-publish data-node-stage data-node-publish data-controller-expand"
                        + " data-node-expand");
        // The volume itself names what its deletion needs.
        kubectl.delete(NAMESPACE, "storageclass/locked");
        kubectl.delete(NAMESPACE, "pvc/data");
        kubectl.awaitGone(NAMESPACE, "pv/" + volume, PATIENCE);

        assertThat(driver.calls(DriverCall.on("CreateVolume")))
                .extracting(call -> call.request(CreateVolumeRequest.class).getSecretsMap())
                .containsExactly(Map.of("password", "hush-hush"));
        assertThat(driver.calls(DriverCall.on("DeleteVolume")))
                .extracting(call -> call.request(DeleteVolumeRequest.class).getSecretsMap())
                .containsExactly(Map.of("password", "hush-hush"));
        assertThat(events()).doesNotContain("hush");
        assertThat(log.lines())
                .anyMatch(line -> line.contains("***stripped***"))
                .noneMatch(line -> line.contains("hush"));
    }

    private String events() {
        return kubectl.run("get", "events", "-A", "-o", "jsonpath={..message}");
    }

    /** The two rights that neither this story nor the others on a control plane need. */
    @Test
    void attributesClassesMayBeReadAndAttachmentsWatched() {
        kubectl.create("""
            apiVersion: storage.k8s.io/v1
            kind: VolumeAttributesClass
            metadata: {name: gold}
            driverName: %s
            parameters: {iops: "7"}
            """.formatted(Given.DRIVER));
        createClass("any: thing");
        createClaim("volumeAttributesClassName: gold");
        kubectl.awaitCondition(NAMESPACE, "pvc/data", "jsonpath={.status.phase}=Bound", PATIENCE);
        String volume = kubectl.get(NAMESPACE, "pvc/data", "{.spec.volumeName}");
        assertThat(driver.calls(DriverCall.on("CreateVolume")))
                .extracting(call -> call.request(CreateVolumeRequest.class).getMutableParameterMap())
                .containsExactly(Map.of("iops", "7"));
        kubectl.create("""
            apiVersion: storage.k8s.io/v1
            kind: VolumeAttachment
            metadata: {name: held}
            spec: {attacher: x.example.com, nodeName: n1, source: {persistentVolumeName: %s}}
            """.formatted(volume));
        kubectl.delete(NAMESPACE, "pvc/data");
        Eventually.until(
                "an event that tells of the attachment",
                PATIENCE,
                () -> events().contains("is still attached to a node"));
        assertThat(driver.calls(DriverCall.on("DeleteVolume"))).isEmpty();

        kubectl.delete(NAMESPACE, "volumeattachment/held");

        kubectl.awaitGone(NAMESPACE, "pv/" + volume, PATIENCE);
    }

    private static String secrets() {
        return OPERATIONS.stream()
                .map("""
                    csi.storage.k8s.io/%1$s-secret-name: '${pvc.name}-%1$s',
                    csi.storage.k8s.io/%1$s-secret-namespace: default"""::formatted)
                .collect(Collectors.joining(", "))
                .replace("\n", " ");
    }

    private void createClass(String parameters) {
        kubectl.create("""
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: locked}
            provisioner: %s
            parameters: {%s}
            """.formatted(Given.DRIVER, parameters));
    }

    private void createClaim(String more) {
        kubectl.create("""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data}
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: locked
              resources: {requests: {storage: 1Gi}}
              %s
            """.formatted(more));
    }
}
