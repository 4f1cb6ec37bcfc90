package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.ControlPlane;
import io.csi4j.lab.ControlPlaneOptions;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.LabCache;
import io.csi4j.testkit.ChildProgram;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Issue 486 on a real control plane: its controllers must play along with a claim that waits for its own volume. */
@Timeout(180)
class DurableControlPlaneIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "default";

    @TempDir
    private static Path work;

    @Test
    void aClaimDeletedWhileItsProvisionerIsDeadTakesItsVolumeAlong() throws IOException, InterruptedException {
        try (var cluster = ControlPlane.start(LabCache.standard(), work, ControlPlaneOptions.standard());
                var driver = FakeDriver.start(DriverTraits.plain(Given.DRIVER))) {
            var kubectl = cluster.kubectl();
            createClassAndClaim(kubectl);
            driver.faults().loseReplies(1, DriverCall.on("CreateVolume"));
            try (var killed = start(cluster, driver)) {
                Eventually.until(
                        "the driver to make the volume",
                        PATIENCE,
                        () -> !driver.volumes().isEmpty());
                killed.signal("KILL");
                killed.end();
            }

            kubectl.delete(NAMESPACE, "pvc/data");

            assertThat(kubectl.get(NAMESPACE, "pvc/data", "{.metadata.finalizers}"))
                    .contains("csi4j.io/provisioning");
            try (var next = start(cluster, driver)) {
                kubectl.awaitGone(NAMESPACE, "pvc/data", PATIENCE);
                Eventually.until(
                        "the volume to go at the driver",
                        PATIENCE,
                        () -> driver.volumes().isEmpty());
                Eventually.until(
                        "the volume's object to go",
                        PATIENCE,
                        () -> kubectl.run("get", "pv", "-o", "name").isBlank());
                next.signal("TERM");
                assertThat(next.end().code()).isZero();
            }
            assertThat(driver.calls(DriverCall.on("DeleteVolume"))).hasSize(1);
        }
    }

    private static void createClassAndClaim(Kubectl kubectl) {
        kubectl.create("""
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: fast}
            provisioner: %s
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data, namespace: default}
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: fast
              resources: {requests: {storage: 1Gi}}
            """.formatted(Given.DRIVER));
    }

    private static ChildProgram start(ControlPlane cluster, FakeDriver driver) throws IOException {
        return ChildProgram.start(
                Provisioner.class,
                "--durable-provisioning",
                "--csi-address=" + driver.address(),
                "--kubeconfig=" + cluster.kubeconfig(),
                "--retry-interval-start=100ms",
                "--retry-interval-max=1s");
    }
}
