package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.ControlPlane;
import io.csi4j.lab.ControlPlaneOptions;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.LabCache;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provisioner against a real API server and its controllers, with a driver that keeps volumes in memory. */
class ControlPlaneIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BOUND = "jsonpath={.status.phase}=Bound";
    private static final Predicate<DriverCall> CREATE = DriverCall.on("CreateVolume");
    private static final String NAMESPACE = "default";

    @TempDir
    private static Path work;

    private static ControlPlane cluster;
    private static Kubectl kubectl;

    private final Shutdown shutdown = Shutdown.onRequest();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private FakeDriver driver;

    @BeforeAll
    static void startCluster() {
        cluster = ControlPlane.start(LabCache.standard(), work, ControlPlaneOptions.standard());
        kubectl = cluster.kubectl();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void start() {
        driver = FakeDriver.start(DriverTraits.plain(Given.DRIVER));
        var options = ProvisionerOptions.parse(
                "--csi-address=" + driver.address(),
                "--kubeconfig=" + cluster.kubeconfig(),
                "--leader-election",
                "--leader-election-namespace=" + NAMESPACE,
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
    void anImmediateClaimIsBoundAndDeletingItLeavesNothing() {
        createClass("fast", "Delete", "Immediate");
        createClaim("data", "fast");
        kubectl.awaitCondition(NAMESPACE, "pvc/data", BOUND, PATIENCE);
        String volume = kubectl.get(NAMESPACE, "pvc/data", "{.spec.volumeName}");
        assertThat(kubectl.get(NAMESPACE, "pv/" + volume, "{.metadata.finalizers}"))
                .contains("external-provisioner.volume.kubernetes.io/finalizer");
        assertThat(driver.volume("volume-" + volume)).isPresent();

        kubectl.delete(NAMESPACE, "pvc/data");

        kubectl.awaitGone(NAMESPACE, "pv/" + volume, PATIENCE);
        assertThat(driver.volume("volume-" + volume)).isEmpty();
        assertThat(driver.calls(DriverCall.on("DeleteVolume"))).hasSize(1);
    }

    @Test
    void aRetainedVolumeOutlivesItsClaim() {
        createClass("kept", "Retain", "Immediate");
        createClaim("keep", "kept");
        kubectl.awaitCondition(NAMESPACE, "pvc/keep", BOUND, PATIENCE);
        String volume = kubectl.get(NAMESPACE, "pvc/keep", "{.spec.volumeName}");

        kubectl.delete(NAMESPACE, "pvc/keep");

        kubectl.awaitCondition(NAMESPACE, "pv/" + volume, "jsonpath={.status.phase}=Released", PATIENCE);
        Eventually.until(
                "our finalizer to go",
                PATIENCE,
                () -> !kubectl.get(NAMESPACE, "pv/" + volume, "{.metadata.finalizers}")
                        .contains("external-provisioner"));
        assertThat(driver.volume("volume-" + volume)).isPresent();
    }

    /** Story 5: our finalizer holds the volume until it is gone at the driver. */
    @Test
    void aVolumeDeletedBeforeItsClaimStaysUntilItIsGoneAtTheDriver() throws InterruptedException {
        createClass("early", "Delete", "Immediate");
        createClaim("early", "early");
        kubectl.awaitCondition(NAMESPACE, "pvc/early", BOUND, PATIENCE);
        String volume = kubectl.get(NAMESPACE, "pvc/early", "{.spec.volumeName}");
        driver.faults().failAll(DriverCall.on("DeleteVolume"), Status.UNAVAILABLE);
        kubectl.run("delete", "pv/" + volume, "--wait=false");
        assertThat(driver.calls(DriverCall.on("DeleteVolume"))).isEmpty();

        kubectl.delete(NAMESPACE, "pvc/early");

        driver.awaitCalls(2, DriverCall.on("DeleteVolume"));
        assertThat(kubectl.get(NAMESPACE, "pv/" + volume, "{.metadata.finalizers}"))
                .contains("external-provisioner.volume.kubernetes.io/finalizer");
        driver.faults().clear();
        kubectl.awaitGone(NAMESPACE, "pv/" + volume, PATIENCE);
        assertThat(driver.volume("volume-" + volume)).isEmpty();
    }

    @Test
    void lateBindingWaitsForTheSelectedNode() {
        createClass("late", "Delete", "WaitForFirstConsumer");
        createClaim("later", "late");
        // A pod would make the controller manager name the provisioner; there is no node, so this is done by hand.
        kubectl.run("annotate", "pvc/later", "volume.kubernetes.io/storage-provisioner=" + Given.DRIVER);
        assertThat(driver.calls(CREATE)).isEmpty();

        kubectl.run("annotate", "pvc/later", "volume.kubernetes.io/selected-node=n1");

        kubectl.awaitCondition(NAMESPACE, "pvc/later", BOUND, PATIENCE);
    }

    @Test
    void aDriverInTroubleIsToldOfAndTheClaimIsBoundByItself() {
        driver.faults().failAll(CREATE, Status.UNAVAILABLE.withDescription("cannot reach nfs.example.com:/share"));
        createClass("shaky", "Delete", "Immediate");
        createClaim("patient", "shaky");
        Eventually.until(
                "an event that names the server",
                PATIENCE,
                () -> kubectl.run(
                                "get",
                                "events",
                                "--field-selector=reason=ProvisioningFailed",
                                "-o",
                                "jsonpath={..message}")
                        .contains("rpc error: code = Unavailable desc = cannot reach nfs.example.com:/share"));

        driver.faults().clear();

        kubectl.awaitCondition(NAMESPACE, "pvc/patient", BOUND, PATIENCE);
    }

    @Test
    void stoppingReleasesTheLease() {
        String lease = "lease/test-csi-example-com";
        Eventually.until(
                "the lease to be held",
                PATIENCE,
                () -> kubectl.exists(NAMESPACE, lease)
                        && !kubectl.get(NAMESPACE, lease, "{.spec.holderIdentity}")
                                .isEmpty());

        shutdown.request(Exit.OK);
        exit.join();

        assertThat(kubectl.get(NAMESPACE, lease, "{.spec.holderIdentity}")).isEmpty();
    }

    private static void createClass(String name, String policy, String mode) {
        kubectl.create("""
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: %s}
            provisioner: %s
            reclaimPolicy: %s
            volumeBindingMode: %s
            """.formatted(name, Given.DRIVER, policy, mode));
    }

    private static void createClaim(String name, String storageClass) {
        kubectl.create("""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: %s}
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: %s
              resources: {requests: {storage: 1Gi}}
            """.formatted(name, storageClass));
    }
}
