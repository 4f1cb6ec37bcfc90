package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.ControlPlane;
import io.csi4j.lab.ControlPlaneOptions;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.LabCache;
import io.csi4j.lab.PlayedSnapshot;
import io.csi4j.lab.SourceKinds;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.VolumeContentSource;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Restore, clone and populate on a real control plane (story 10), with exactly the rights of {@code
 * deploy/provisioner/rbac.yaml}. The test plays the snapshotter and the populator.
 */
class SourceControlPlaneIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BOUND = "jsonpath={.status.phase}=Bound";
    private static final String NAMESPACE = "default";
    private static final String FINALIZERS = "{.metadata.finalizers}";
    private static final String SNAPSHOT = "{apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: %s}";

    @TempDir
    private static Path work;

    private static ControlPlane cluster;
    private static Kubectl kubectl;
    private static Path account;

    private final Shutdown shutdown = Shutdown.onRequest();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private FakeDriver driver;

    @BeforeAll
    static void startCluster() {
        cluster = ControlPlane.start(LabCache.standard(), work, ControlPlaneOptions.standard());
        kubectl = cluster.kubectl();
        kubectl.run("apply", "-f", Path.of("../deploy/provisioner/rbac.yaml").toString());
        SourceKinds.install(kubectl);
        kubectl.create("""
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: fast}
            provisioner: %s
            parameters: {kind: any}
            """.formatted(Given.DRIVER));
        account = cluster.kubeconfigOf("kube-system", "csi-provisioner");
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void start() {
        driver = FakeDriver.start(
                DriverTraits.plain(Given.DRIVER).with(RPC.Type.CLONE_VOLUME, RPC.Type.CREATE_DELETE_SNAPSHOT));
        var options = ProvisionerOptions.parse(
                "--csi-address=" + driver.address(),
                "--kubeconfig=" + account,
                "--leader-election",
                "--leader-election-namespace=kube-system",
                "--feature-gates=CrossNamespaceVolumeDataSource=true",
                "--extra-create-metadata",
                "--snapshot-orphan-sweep-interval=1s",
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

    @AfterEach
    void stop() {
        shutdown.request(Exit.OK);
        assertThat(exit.join()).isEqualTo(Exit.OK);
        driver.close();
    }

    @Test
    void aClaimIsRestoredOnceItsSnapshotIsReady() {
        PlayedSnapshot night = createSnapshot("night");
        createClaim(NAMESPACE, "restored", "dataSource: " + SNAPSHOT.formatted("night"));
        awaitEvent("VolumeSnapshot default/night: the snapshot is not ready to use");

        night.makeReady();

        kubectl.awaitCondition(NAMESPACE, "pvc/restored", BOUND, PATIENCE);
        String volume = kubectl.get(NAMESPACE, "pvc/restored", "{.spec.volumeName}");
        assertThat(source(volume).getSnapshot().getSnapshotId()).isEqualTo("handle-night");
        awaitNoFinalizer("volumesnapshot/night");
    }

    @Test
    void theSweepFreesASnapshotWhoseClaimWasGivenUp() {
        driver.faults().failAll(GivenSources.createOf("given-up"), Status.INTERNAL);
        createSnapshot("kept").makeReady();
        createClaim(NAMESPACE, "given-up", "dataSource: " + SNAPSHOT.formatted("kept"));
        awaitFinalizer("volumesnapshot/kept", GivenSources.SNAPSHOT_FINALIZER);
        kubectl.delete(NAMESPACE, "volumesnapshot/kept");
        assertThat(kubectl.exists(NAMESPACE, "volumesnapshot/kept")).isTrue();

        kubectl.delete(NAMESPACE, "pvc/given-up");

        kubectl.awaitGone(NAMESPACE, "volumesnapshot/kept", PATIENCE);
    }

    @Test
    void aSourceThatIsDeletedStaysUntilItsCloneIsMade() {
        createClaim(NAMESPACE, "original", "volumeMode: Filesystem");
        kubectl.awaitCondition(NAMESPACE, "pvc/original", BOUND, PATIENCE);
        String original = kubectl.get(NAMESPACE, "pvc/original", "{.spec.volumeName}");
        driver.faults().failAll(GivenSources.createOf("copy"), Status.DEADLINE_EXCEEDED);
        createClaim(NAMESPACE, "copy", "dataSource: {kind: PersistentVolumeClaim, name: original}");
        awaitFinalizer("pvc/original", GivenSources.CLONE_FINALIZER);
        awaitEvent("DeadlineExceeded");
        kubectl.delete(NAMESPACE, "pvc/original");
        assertThat(kubectl.exists(NAMESPACE, "pvc/original")).isTrue();

        driver.faults().clear();

        kubectl.awaitCondition(NAMESPACE, "pvc/copy", BOUND, PATIENCE);
        String copy = kubectl.get(NAMESPACE, "pvc/copy", "{.spec.volumeName}");
        assertThat(source(copy).getVolume().getVolumeId()).isEqualTo("volume-" + original);
        kubectl.awaitGone(NAMESPACE, "pvc/original", PATIENCE);
        kubectl.awaitGone(NAMESPACE, "pv/" + original, PATIENCE);
    }

    @Test
    void aClaimFromAnotherNamespaceWaitsForItsGrant() {
        kubectl.run("create", "namespace", "shop");
        createClaim("shop", "offered", "volumeMode: Filesystem");
        kubectl.awaitCondition("shop", "pvc/offered", BOUND, PATIENCE);
        createClaim(
                NAMESPACE, "bought", "dataSourceRef: {kind: PersistentVolumeClaim, name: offered, namespace: shop}");
        awaitEvent("no ReferenceGrant in namespace shop lets");

        kubectl.create("""
            apiVersion: gateway.networking.k8s.io/v1beta1
            kind: ReferenceGrant
            metadata: {name: sale, namespace: shop}
            spec:
              from: [{group: "", kind: PersistentVolumeClaim, namespace: default}]
              to: [{group: "", kind: PersistentVolumeClaim, name: offered}]
            """);

        kubectl.awaitCondition(NAMESPACE, "pvc/bought", BOUND, PATIENCE);
    }

    @Test
    void aClaimOfAnotherKindIsLeftToItsPopulatorWhichHandsItAVolumeOfOurs() {
        createClaim(NAMESPACE, "cake", "dataSourceRef: {apiGroup: example.com, kind: Recipe, name: cake}");
        awaitEvent("Assuming an external populator will provision the volume");
        createClaim(NAMESPACE, "prime", "volumeMode: Filesystem");
        kubectl.awaitCondition(NAMESPACE, "pvc/prime", BOUND, PATIENCE);
        String volume = kubectl.get(NAMESPACE, "pvc/prime", "{.spec.volumeName}");
        String uid = kubectl.get(NAMESPACE, "pvc/cake", "{.metadata.uid}");

        kubectl.run("patch", "pv/" + volume, "--type=json", "-p", """
                [{"op": "replace", "path": "/spec/claimRef", "value": {"apiVersion": "v1",
                  "kind": "PersistentVolumeClaim", "namespace": "default", "name": "cake", "uid": "%s"}}]
                """.formatted(uid));

        kubectl.awaitCondition(NAMESPACE, "pvc/cake", BOUND, PATIENCE);
        kubectl.delete(NAMESPACE, "pvc/prime");
        kubectl.awaitGone(NAMESPACE, "pvc/prime", PATIENCE);
        assertThat(kubectl.get(NAMESPACE, "pvc/cake", "{.spec.volumeName}")).isEqualTo(volume);
        assertThat(driver.volume("volume-" + volume)).isPresent();
        assertThat(driver.calls(DriverCall.on("CreateVolume")))
                .allSatisfy(call ->
                        assertThat(GivenSources.createOf("cake").test(call)).isFalse());
    }

    private VolumeContentSource source(String volume) {
        return Objects.requireNonNull(
                driver.volume("volume-" + volume).orElseThrow().source());
    }

    private static PlayedSnapshot createSnapshot(String name) {
        var snapshot = new PlayedSnapshot(kubectl, name);
        snapshot.create("any", Given.DRIVER, "handle-" + name, "1Gi");
        return snapshot;
    }

    private static void createClaim(String namespace, String name, String more) {
        kubectl.create("""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: %s, namespace: %s}
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: fast
              resources: {requests: {storage: 1Gi}}
              %s
            """.formatted(name, namespace, more));
    }

    private static void awaitEvent(String message) {
        Eventually.until(
                "an event with: " + message,
                PATIENCE,
                () -> kubectl.run("get", "events", "-o", "jsonpath={..message}").contains(message));
    }

    private static void awaitFinalizer(String object, String finalizer) {
        Eventually.until(
                finalizer + " on " + object,
                PATIENCE,
                () -> kubectl.get(NAMESPACE, object, FINALIZERS).contains(finalizer));
    }

    private static void awaitNoFinalizer(String object) {
        Eventually.until(
                "no finalizer on " + object,
                PATIENCE,
                () -> kubectl.get(NAMESPACE, object, FINALIZERS).isEmpty());
    }
}
