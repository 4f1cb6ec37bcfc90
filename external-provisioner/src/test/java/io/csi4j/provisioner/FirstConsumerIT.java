package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.ControlPlane;
import io.csi4j.lab.ControlPlaneOptions;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.LabCache;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The story of late binding, told to the real scheduler: two nodes without kubelets in zones {@code a} and {@code b}, a
 * driver that knows zones, and a provisioner with the rights of our manifest and no others.
 */
class FirstConsumerIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Predicate<DriverCall> CREATE = DriverCall.on("CreateVolume");
    /** Where the pods and claims are. */
    private static final String NAMESPACE = "default";

    /** Where the provisioner is, and what it writes for itself. */
    private static final String HOME = "kube-system";

    private static final long GIB = 1L << 30;
    private static final Map<String, String> A = Map.of("zone", "a");
    private static final Map<String, String> B = Map.of("zone", "b");

    @TempDir
    private static Path work;

    private static ControlPlane cluster;
    private static Kubectl kubectl;

    private final Shutdown shutdown = Shutdown.onRequest();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private FakeDriver driver;

    @BeforeAll
    static void startCluster() throws IOException {
        cluster = ControlPlane.start(LabCache.standard(), work, ControlPlaneOptions.standard());
        kubectl = cluster.kubectl();
        kubectl.apply(Files.readString(Path.of("../deploy/provisioner/rbac.yaml")));
        kubectl.create("""
            apiVersion: storage.k8s.io/v1
            kind: CSIDriver
            metadata: {name: %s}
            spec: {attachRequired: false, storageCapacity: true}
            """.formatted(Given.DRIVER));
        createNode("n1", "a");
        createNode("n2", "b");
        createOwner();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void start() {
        driver = FakeDriver.start(
                DriverTraits.plain(Given.DRIVER).with(RPC.Type.GET_CAPACITY).at(A));
        driver.setFree(A, 10 * GIB);
        driver.setFree(B, 10 * GIB);
    }

    @AfterEach
    void stop() {
        kubectl.run("delete", "pods", "-l", "app=consumer", "--force", "--grace-period=0");
        kubectl.run("delete", "pvc", "--all", "--wait=false");
        shutdown.request(Exit.OK);
        assertThat(exit.join()).isEqualTo(Exit.OK);
        driver.close();
    }

    @Test
    void theVolumeIsMadeWhereThePodGoes() {
        createClass("where", "");
        begin();
        createClaim("where");
        assertThat(driver.calls(CREATE)).isEmpty();

        createPod("where", "nodeSelector: {zone: b}");

        awaitPodOn("where", "n2");
        assertThat(zoneOf("where")).isEqualTo("b");
    }

    @Test
    void allowedTopologiesSendThePodThere() {
        createClass("allowed", "allowedTopologies: [{matchLabelExpressions: [{key: zone, values: [b]}]}]");
        begin();
        createClaim("allowed");

        createPod("allowed", "");

        awaitPodOn("allowed", "n2");
        assertThat(zoneOf("allowed")).isEqualTo("b");
    }

    @Test
    void aSegmentWithoutRoomIsNotChosen() {
        driver.setFree(A, GIB / 2);
        createClass("small", "");
        begin();
        awaitCapacity("small", "a=512Mi b=10Gi");
        createClaim("small");

        createPod("small", preferringA());

        awaitPodOn("small", "n2");
        assertThat(driver.calls(CREATE)).hasSize(1);
    }

    @Test
    void aSegmentThatFillsUpUnseenSendsThePodElsewhere() {
        createClass("full", "");
        begin();
        awaitCapacity("full", "a=10Gi b=10Gi");
        driver.setFree(A, 0);
        createClaim("full");

        createPod("full", preferringA());

        awaitPodOn("full", "n2");
        assertThat(zoneOf("full")).isEqualTo("b");
        assertThat(driver.calls(CREATE)).hasSizeGreaterThan(1);
        awaitCapacity("full", "a=0 b=9Gi");
    }

    @Test
    void theObjectsGoWithTheirOwner() {
        createClass("owned", "");
        begin();
        awaitCapacity("owned", "a=10Gi b=10Gi");
        assertThat(kubectl.run("get", "-n", HOME, "csistoragecapacities", "-o", "jsonpath={..ownerReferences[0].name}"))
                .contains("csi-owner");
        shutdown.request(Exit.OK);
        exit.join();

        kubectl.delete(HOME, "configmap/csi-owner");

        Eventually.until(
                "the objects to go",
                PATIENCE,
                () -> kubectl.run("get", "-n", HOME, "csistoragecapacities", "-o", "name")
                        .isBlank());
        createOwner();
    }

    private void begin() {
        var options = ProvisionerOptions.parse(
                Map.of("NAMESPACE", HOME, "POD_NAME", "csi-pod"),
                "--csi-address=" + driver.address(),
                "--kubeconfig=" + cluster.kubeconfigOf(HOME, "csi-provisioner"),
                "--leader-election",
                "--leader-election-namespace=" + HOME,
                "--strict-topology",
                "--enable-capacity",
                "--capacity-poll-interval=1h",
                "--kube-api-capacity-qps=20",
                "--kube-api-capacity-burst=20",
                "--retry-interval-start=100ms",
                "--retry-interval-max=1s");
        Thread.ofVirtual().name("provisioner").start(() -> run(options));
    }

    private void run(ProvisionerOptions options) {
        try {
            exit.complete(Provisioner.run(shutdown, options));
        } catch (InterruptedException | RuntimeException fault) {
            exit.completeExceptionally(fault);
        }
    }

    private static void awaitPodOn(String name, String node) {
        Eventually.until(
                "the pod to be given node " + node,
                PATIENCE,
                () -> kubectl.get(NAMESPACE, "pod/" + name, "{.spec.nodeName}").equals(node));
    }

    /** The one zone of the claim's volume. */
    private static String zoneOf(String claim) {
        String volume = kubectl.get(NAMESPACE, "pvc/" + claim, "{.spec.volumeName}");
        return kubectl.get(
                NAMESPACE,
                "pv/" + volume,
                "{.spec.nodeAffinity.required.nodeSelectorTerms[*].matchExpressions[*].values[*]}");
    }

    /** Waits until the scheduler can read that of the class, zone by zone. */
    private static void awaitCapacity(String storageClass, String expected) {
        String path = "jsonpath={range .items[?(@.storageClassName==\"" + storageClass
                + "\")]}{.nodeTopology.matchLabels.zone}={.capacity} {end}";
        Eventually.until("capacity " + expected, PATIENCE, () -> {
            String[] words = kubectl.run("get", "-n", HOME, "csistoragecapacities", "-o", path)
                    .trim()
                    .split(" ");
            Arrays.sort(words);
            return String.join(" ", words).equals(expected);
        });
    }

    private static void createNode(String name, String zone) {
        kubectl.create("""
            apiVersion: v1
            kind: Node
            metadata: {name: %s, labels: {zone: %s}}
            """.formatted(name, zone));
        kubectl.run("patch", "node", name, "--subresource=status", "--type=merge", "-p", """
            {"status": {"capacity": {"cpu": "4", "memory": "8Gi", "pods": "110"},
             "allocatable": {"cpu": "4", "memory": "8Gi", "pods": "110"},
             "conditions": [{"type": "Ready", "status": "True", "reason": "Test", "message": "",
               "lastHeartbeatTime": "2026-01-01T00:00:00Z", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
            """);
        kubectl.create("""
            apiVersion: storage.k8s.io/v1
            kind: CSINode
            metadata: {name: %s}
            spec: {drivers: [{name: %s, nodeID: %s, topologyKeys: [zone]}]}
            """.formatted(name, Given.DRIVER, name));
    }

    /** What stands for our pod and what runs it. */
    private static void createOwner() {
        kubectl.create("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: csi-owner, namespace: kube-system}
            """);
        kubectl.attempt("delete", "-n", HOME, "pod", "csi-pod", "--force", "--grace-period=0");
        kubectl.create("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: csi-pod
              namespace: kube-system
              ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: csi-owner, uid: %s, controller: true}]
            spec:
              serviceAccountName: csi-provisioner
              nodeSelector: {nowhere: "true"}
              containers: [{name: main, image: none}]
            """.formatted(kubectl.get(HOME, "configmap/csi-owner", "{.metadata.uid}")));
    }

    private static void createClass(String name, String more) {
        kubectl.create("""
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: %s}
            provisioner: %s
            volumeBindingMode: WaitForFirstConsumer
            %s
            """.formatted(name, Given.DRIVER, more));
    }

    private static void createClaim(String name) {
        kubectl.create("""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: %s}
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: %s
              resources: {requests: {storage: 1Gi}}
            """.formatted(name, name));
    }

    private static String preferringA() {
        return "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 100, "
                + "preference: {matchExpressions: [{key: zone, operator: In, values: [a]}]}}]}}";
    }

    /** A pod that uses the claim of its name and minds no taint: nobody heartbeats for the nodes. */
    private static void createPod(String name, String more) {
        kubectl.create("""
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, labels: {app: consumer}}
            spec:
              %s
              tolerations: [{operator: Exists}]
              containers: [{name: main, image: none, volumeMounts: [{name: data, mountPath: /data}]}]
              volumes: [{name: data, persistentVolumeClaim: {claimName: %s}}]
            """.formatted(name, more, name));
    }
}
