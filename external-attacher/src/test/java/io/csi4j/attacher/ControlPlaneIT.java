package io.csi4j.attacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.ControlPlane;
import io.csi4j.lab.ControlPlaneOptions;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.LabCache;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.ChildProgram;
import io.csi4j.testkit.Faults;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.csi4j.testkit.driver.FakeVolume;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Story 11 without a kubelet: the controllers of a real control plane make the attachments of pods and delete them, the
 * attacher runs as a process of its own with the rights of {@code deploy/attacher/rbac.yaml} and no more. The node is an
 * object only, so pods go by force.
 */
@Timeout(300)
class ControlPlaneIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DRIVER = "attach.csi4j.io";
    private static final String FINALIZER = "external-attacher/attach-csi4j-io";
    private static final String NODE = "bare-node";
    private static final String NODE_ID = "id-of-bare-node";

    @TempDir
    private static Path work;

    private static ControlPlane cluster;
    private static Kubectl kubectl;
    private static Path kubeconfig;

    private FakeDriver driver;
    private ChildProgram program;

    @BeforeAll
    static void startCluster() throws IOException {
        cluster = ControlPlane.start(LabCache.standard(), work, ControlPlaneOptions.standard());
        kubectl = cluster.kubectl();
        kubectl.apply(Files.readString(Path.of("../deploy/attacher/rbac.yaml")));
        kubectl.create("""
            apiVersion: storage.k8s.io/v1
            kind: CSIDriver
            metadata: {name: %s}
            spec: {attachRequired: true}
            """.formatted(DRIVER));
        kubeconfig = cluster.kubeconfigOf("kube-system", "csi-attacher");
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void start() throws IOException {
        createNode();
        driver = FakeDriver.start(DriverTraits.plain(DRIVER).with(RPC.Type.PUBLISH_UNPUBLISH_VOLUME));
        startProgram();
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        driver.faults().clear();
        kill();
        driver.close();
        kubectl.run("delete", "csinode,node", NODE, "--ignore-not-found");
    }

    @Test
    void aPodsVolumeIsAttachedWithItsMetadataAndDetachedWhenThePodIsGone() {
        String attachment = podWithAttachment("simple");

        awaitAttached(attachment);
        assertThat(kubectl.get("", attachment, "{.status.attachmentMetadata}"))
                .isEqualTo("{\"fake-node\":\"" + NODE_ID + "\"}");
        assertThat(kubectl.get("", attachment, "{.metadata.finalizers}")).isEqualTo("[\"" + FINALIZER + "\"]");
        assertThat(kubectl.get("", "pv/simple", "{.metadata.finalizers}")).contains(FINALIZER);

        deletePod("simple");
        endsDetached("simple", attachment);
    }

    @Test
    void aVolumeOfANodeThatIsDeletedIsDetachedByTheIdItHad() {
        String attachment = podWithAttachment("orphan");
        awaitAttached(attachment);
        // Deleted before the attach-detach controller knows of its own success, a node's volume waits six minutes
        // there.
        Eventually.until(
                "the volume in the node's status",
                PATIENCE,
                () -> kubectl.get("", "node/" + NODE, "{.status.volumesAttached}")
                        .contains("orphan"));

        kubectl.run("delete", "csinode,node", NODE);
        deletePod("orphan");

        endsDetached("orphan", attachment);
    }

    @Test
    void aDriverThatRefusesIsToldOfAndTheVolumeIsAttachedByItself() {
        driver.faults().failAll(RunningAttacher.PUBLISH, Status.RESOURCE_EXHAUSTED.withDescription("x".repeat(2000)));
        String attachment = podWithAttachment("refused");
        Eventually.until(
                "the fault",
                PATIENCE,
                () -> kubectl.get("", attachment, "{.status.attachError.errorCode}")
                        .equals("8"));
        assertThat(kubectl.get("", attachment, "{.status.attachError.message}"))
                .startsWith("rpc error: code = ResourceExhausted desc = xxx")
                .hasSize(1024);

        driver.faults().clear();

        awaitAttached(attachment);
        assertThat(kubectl.get("", attachment, "{.status.attachError}")).isEmpty();
        deletePod("refused");
        endsDetached("refused", attachment);
    }

    @Test
    void aProgramKilledInAPublishOrUnpublishFinishesAfterItsRestart() throws IOException, InterruptedException {
        var publish = driver.faults().hold(1, RunningAttacher.PUBLISH);
        String attachment = podWithAttachment("killed");
        diesIn(publish);
        awaitAttached(attachment);

        var unpublish = driver.faults().hold(1, RunningAttacher.UNPUBLISH);
        deletePod("killed");
        diesIn(unpublish);

        endsDetached("killed", attachment);
    }

    /** At another moment each time: before, within or after the patches that follow the driver's answer. */
    @Test
    void aProgramKilledSoonAfterTheDriversAnswerFinishesAfterItsRestart() throws IOException, InterruptedException {
        for (int pause = 0; pause < 4; pause++) {
            String name = "soon-" + pause;
            var publish = driver.faults().hold(1, RunningAttacher.PUBLISH);
            String attachment = podWithAttachment(name);
            answersAndDiesAfter(publish, pause * 4L);
            awaitAttached(attachment);

            var unpublish = driver.faults().hold(1, RunningAttacher.UNPUBLISH);
            deletePod(name);
            answersAndDiesAfter(unpublish, pause * 4L);

            endsDetached(name, attachment);
        }
    }

    private void diesIn(Faults.Hold call) throws IOException, InterruptedException {
        call.awaitArrival();
        kill();
        call.release();
        startProgram();
    }

    private void answersAndDiesAfter(Faults.Hold call, long millis) throws IOException, InterruptedException {
        call.awaitArrival();
        call.release();
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        Eventually.until("a moment to pass", Duration.ofSeconds(5), () -> System.nanoTime() >= end);
        kill();
        startProgram();
    }

    private void startProgram() throws IOException {
        program = ChildProgram.start(
                Attacher.class,
                "--csi-address=" + driver.address(),
                "--kubeconfig=" + kubeconfig,
                "--retry-interval-start=100ms",
                "--retry-interval-max=1s");
    }

    private void kill() throws IOException, InterruptedException {
        program.signal("KILL");
        program.end();
        program.close();
    }

    private static void createNode() {
        kubectl.create("""
            apiVersion: v1
            kind: Node
            metadata:
              name: %1$s
              annotations: {volumes.kubernetes.io/controller-managed-attach-detach: "true"}
            ---
            apiVersion: storage.k8s.io/v1
            kind: CSINode
            metadata: {name: %1$s}
            spec:
              drivers:
                - {name: %2$s, nodeID: %3$s, topologyKeys: []}
            """.formatted(NODE, DRIVER, NODE_ID));
    }

    /** A pod on the node with a volume of its own; answers the attachment that the control plane made for it. */
    private String podWithAttachment(String name) {
        driver.add(new FakeVolume(name, name, 1, Map.of(), Map.of(), null, List.of(), Set.of()));
        kubectl.create("""
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: %1$s}
            spec:
              capacity: {storage: 1Gi}
              accessModes: [ReadWriteOnce]
              persistentVolumeReclaimPolicy: Retain
              storageClassName: ""
              csi: {driver: %2$s, volumeHandle: %1$s}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: %1$s}
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: ""
              volumeName: %1$s
              resources: {requests: {storage: 1Gi}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: %1$s}
            spec:
              nodeName: %3$s
              containers:
                - {name: main, image: csi4j.io/busybox:lab, volumeMounts: [{name: data, mountPath: /data}]}
              volumes:
                - {name: data, persistentVolumeClaim: {claimName: %1$s}}
            """.formatted(name, DRIVER, NODE));
        Eventually.until(
                "an attachment of " + name, PATIENCE, () -> !attachmentOf(name).isEmpty());
        return attachmentOf(name);
    }

    private static String attachmentOf(String volume) {
        String path = "{.items[?(@.spec.source.persistentVolumeName==\"" + volume + "\")].metadata.name}";
        String name = kubectl.run("get", "volumeattachments", "-o", "jsonpath=" + path)
                .strip();
        return name.isEmpty() ? "" : "volumeattachment/" + name;
    }

    private static void awaitAttached(String attachment) {
        kubectl.awaitCondition("", attachment, "jsonpath={.status.attached}=true", PATIENCE);
    }

    private static void deletePod(String name) {
        kubectl.run("delete", "pod", name, "--force", "--grace-period=0");
        // A kubelet would report that nothing is mounted any more; any write of the node makes the controller look.
        kubectl.attempt("annotate", "node", NODE, "--overwrite", "csi4j.io/pod-gone=" + name);
    }

    private void endsDetached(String name, String attachment) {
        kubectl.awaitGone("", attachment, PATIENCE);
        assertThat(driver.volume(name).orElseThrow().nodes()).isEmpty();
        assertThat(driver.calls(RunningAttacher.UNPUBLISH))
                .isNotEmpty()
                .extracting(DriverCall::request)
                .allSatisfy(request -> assertThat(request.toString()).contains(NODE_ID));
        kubectl.run("delete", "pvc", name);
        kubectl.run("delete", "pv", name, "--wait=false");
        kubectl.awaitGone("", "pv/" + name, PATIENCE);
    }
}
