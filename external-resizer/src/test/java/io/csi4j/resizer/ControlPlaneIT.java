package io.csi4j.resizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.ControlPlane;
import io.csi4j.lab.ControlPlaneOptions;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.LabCache;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import io.csi4j.spec.v1.ControllerExpandVolumeResponse;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.FakeDriver;
import io.csi4j.testkit.driver.FakeVolume;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Story 9 without a kubelet: a real API server and its controllers, and a driver that keeps volumes in memory. */
class ControlPlaneIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Predicate<DriverCall> EXPAND = DriverCall.on("ControllerExpandVolume");
    private static final String NAMESPACE = "default";
    private static final String CONDITIONS = "{.status.conditions[*].type}";
    private static final String CAPACITY = "{.status.capacity.storage}";
    private static final String STATUS = "{.status.allocatedResourceStatuses.storage}";

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
        kubectl.create("""
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: growing}
            provisioner: %s
            allowVolumeExpansion: true
            """.formatted(Given.DRIVER));
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void start() {
        driver = FakeDriver.start(RunningResizer.TRAITS);
        var options = ResizerOptions.parse(
                "--csi-address=" + driver.address(),
                "--kubeconfig=" + cluster.kubeconfig(),
                "--leader-election",
                "--leader-election-namespace=" + NAMESPACE,
                "--retry-interval-start=100ms",
                "--retry-interval-max=1h");
        Thread.ofVirtual().name("resizer").start(() -> run(options));
    }

    private void run(ResizerOptions options) {
        try {
            exit.complete(Resizer.run(shutdown, options));
        } catch (InterruptedException | RuntimeException fault) {
            exit.completeExceptionally(fault);
        }
    }

    @AfterEach
    void stop() {
        driver.faults().clear();
        shutdown.request(Exit.OK);
        assertThat(exit.join()).isEqualTo(Exit.OK);
        driver.close();
    }

    @Test
    void theConditionAppearsWhileTheDriverWorksAndVanishesWithTheNewSize() throws InterruptedException {
        createBound("plain");
        var hold = driver.faults().hold(1, EXPAND);

        request("plain", "2Gi");
        hold.awaitArrival();

        assertThat(claim("plain", CONDITIONS)).isEqualTo("Resizing");
        assertThat(claim("plain", STATUS)).isEqualTo("ControllerResizeInProgress");
        assertThat(claim("plain", "{.status.allocatedResources.storage}")).isEqualTo("2Gi");

        hold.release();

        await("plain", CAPACITY, "2Gi");
        assertThat(claim("plain", CONDITIONS)).isEmpty();
        assertThat(claim("plain", STATUS)).isEmpty();
        assertThat(volume("plain", "{.spec.capacity.storage}")).isEqualTo("2Gi");
        assertThat(claim("plain", "{.metadata.annotations.volume\\.kubernetes\\.io/node-expansion-not-required}"))
                .isEqualTo("true");
    }

    @Test
    void anInfeasibleSizeIsRecoveredFromByLoweringTheRequest() {
        driver.faults().failAll(call -> bytes(call) > 5L << 30, Status.OUT_OF_RANGE.withDescription("too large"));
        createBound("large");
        request("large", "10Gi");
        await("large", STATUS, "ControllerResizeInfeasible");
        assertThat(claim("large", CONDITIONS).split(" ", -1))
                .containsExactlyInAnyOrder("Resizing", "ControllerResizeError");
        assertThat(claim("large", "{.status.conditions[?(@.type==\"ControllerResizeError\")].message}"))
                .contains("too large");

        request("large", "3Gi");

        await("large", CAPACITY, "3Gi");
        assertThat(claim("large", CONDITIONS)).isEmpty();
        assertThat(claim("large", STATUS)).isEmpty();
        assertThat(volume("large", "{.spec.capacity.storage}")).isEqualTo("3Gi");
        assertThat(driver.calls(EXPAND)).hasSize(2);
    }

    @Test
    void theNodeIsLeftItsPart() {
        driver.editReplies(
                EXPAND,
                reply -> ((ControllerExpandVolumeResponse) reply)
                        .toBuilder().setNodeExpansionRequired(true).build());
        createBound("on-node");

        request("on-node", "2Gi");

        await("on-node", STATUS, "NodeResizePending");
        assertThat(claim("on-node", CONDITIONS)).contains("FileSystemResizePending");
        assertThat(claim("on-node", CAPACITY)).isEqualTo("1Gi");
        String before = "{.metadata.annotations.volume\\.alpha\\.kubernetes\\.io/pre-resize-capacity}";
        assertThat(volume("on-node", "{.spec.capacity.storage}")).isEqualTo("2Gi");
        assertThat(volume("on-node", before)).isEqualTo("1Gi");

        // What kubelet writes when the node has done its part.
        kubectl.run(
                "patch",
                "pvc",
                "on-node",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"capacity\":{\"storage\":\"2Gi\"},\"conditions\":[],\"allocatedResourceStatuses\":null}}");

        Eventually.until(
                "the size before to be forgotten",
                PATIENCE,
                () -> volume("on-node", before).isEmpty());
    }

    @Test
    void aClassIsAppliedAndAnotherOneThatIsMissingIsWaitedFor() {
        createBound("fast");
        createClass("silver");
        wantClass("fast", "silver");
        await("fast", "{.status.currentVolumeAttributesClassName}", "silver");
        assertThat(volume("fast", "{.spec.volumeAttributesClassName}")).isEqualTo("silver");
        wantClass("fast", "gold");
        await("fast", "{.status.modifyVolumeStatus.status}", "Pending");

        createClass("gold");

        await("fast", "{.status.currentVolumeAttributesClassName}", "gold");
        assertThat(claim("fast", "{.status.modifyVolumeStatus}")).isEmpty();
        assertThat(claim("fast", CONDITIONS)).isEmpty();
        assertThat(driver.volume("handle-fast").orElseThrow().mutableParameters())
                .isEqualTo(Map.of("tier", "gold"));
    }

    /** A claim of 1Gi and its volume, made by hand as there is no provisioner. */
    private void createBound(String name) {
        driver.add(new FakeVolume("handle-" + name, name, 1L << 30, Map.of(), Map.of(), null, List.of(), Set.of()));
        kubectl.create("""
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: pv-%1$s}
            spec:
              capacity: {storage: 1Gi}
              accessModes: [ReadWriteOnce]
              storageClassName: growing
              persistentVolumeReclaimPolicy: Retain
              csi: {driver: %2$s, volumeHandle: handle-%1$s}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: %1$s, namespace: default}
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: growing
              volumeName: pv-%1$s
              resources: {requests: {storage: 1Gi}}
            """.formatted(name, Given.DRIVER));
        kubectl.awaitCondition(NAMESPACE, "pvc/" + name, "jsonpath={.status.phase}=Bound", PATIENCE);
    }

    private static void createClass(String name) {
        kubectl.create("""
            apiVersion: storage.k8s.io/v1
            kind: VolumeAttributesClass
            metadata: {name: %1$s}
            driverName: %2$s
            parameters: {tier: %1$s}
            """.formatted(name, Given.DRIVER));
    }

    private static void request(String claim, String size) {
        patch(claim, "{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"" + size + "\"}}}}");
    }

    private static void wantClass(String claim, String name) {
        patch(claim, "{\"spec\":{\"volumeAttributesClassName\":\"" + name + "\"}}");
    }

    private static void patch(String claim, String body) {
        kubectl.run("patch", "pvc", claim, "--type=merge", "-p", body);
    }

    private static void await(String claim, String path, String value) {
        Eventually.until(
                path + " of " + claim + " to be " + value,
                PATIENCE,
                () -> claim(claim, path).equals(value));
    }

    private static String claim(String name, String path) {
        return kubectl.get(NAMESPACE, "pvc/" + name, path);
    }

    private static String volume(String claim, String path) {
        return kubectl.get(NAMESPACE, "pv/pv-" + claim, path);
    }

    private static long bytes(DriverCall call) {
        return call.request() instanceof ControllerExpandVolumeRequest expand
                ? expand.getCapacityRange().getRequiredBytes()
                : 0;
    }
}
