package io.csi4j.resizer;

import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes that a driver does not expand while they are in use: contract external-resizer.md, section 6. */
@Timeout(60)
class InUseIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final Predicate<DriverCall> EXPAND = DriverCall.on("ControllerExpandVolume");

    private RunningResizer resizer;

    @BeforeEach
    void prepare() {
        invariants.expectErrors("claim is not expanded yet");
        resizer = RunningResizer.prepared(RunningResizer.TRAITS);
        resizer.driver.faults().failAll(EXPAND, Status.FAILED_PRECONDITION.withDescription("in use"));
    }

    @AfterEach
    void stop() {
        resizer.close();
    }

    @Test
    void aVolumeInUseWaitsForItsPodsAndNotForATimer() throws InterruptedException {
        int before = heldBack();

        resizer.api.delete("pods", "team", "user");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        assertThat(resizer.driver.calls(EXPAND)).hasSize(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Succeeded", "Failed"})
    void aPodThatHasEndedUsesNothing(String phase) throws InterruptedException {
        heldBack();

        resizer.api.edit(
                "pods", "team", "user", pod -> pod.getAsJsonObject("status").addProperty("phase", phase));

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
    }

    @Test
    void theLastPodCounts() throws InterruptedException {
        resizer.createPod("second", "data");
        int before = heldBack();

        resizer.api.delete("pods", "team", "user");
        resizer.createBound("next");
        resizer.request("next", "2Gi");
        resizer.awaitEvent("VolumeResizeSuccessful", "pv-next");
        assertThat(resizer.driver.calls(EXPAND)).hasSize(before + 1);
        resizer.api.delete("pods", "team", "second");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
    }

    @Test
    void aGenericEphemeralVolumeIsUsedByItsPod() throws InterruptedException {
        resizer.api.create("""
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "team"},
             "spec": {"volumes": [{"name": "data", "ephemeral": {"volumeClaimTemplate": {}}}]},
             "status": {"phase": "Pending"}}
            """);
        resizer.begin("--retry-interval-max=1h");
        resizer.createBound("web-data");

        resizer.request("web-data", "2Gi");

        resizer.awaitEvent("VolumeResizeFailed", "waiting for its pods to end");
    }

    @Test
    void withTheFlagOffTheDriverIsAskedAgainAndAgain() throws InterruptedException {
        resizer.createPod("user", "data");
        resizer.begin("--handle-volume-inuse-error=false");
        resizer.createBound("data");

        resizer.request("data", "2Gi");

        resizer.driver.awaitCalls(5, EXPAND);
        assertThat(resizer.api.calls(on("*", "pods"))).isEmpty();
    }

    @Test
    void withoutTheRightToSeePodsTheDriverDecides() throws InterruptedException {
        resizer.api.withdraw("pods");
        resizer.begin();
        resizer.createBound("data");
        resizer.request("data", "2Gi");
        resizer.driver.awaitCalls(3, EXPAND);

        resizer.driver.faults().clear();

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
    }

    /** Waits until the claim is held back; then lets the driver expand, and answers how often it was asked. */
    private int heldBack() throws InterruptedException {
        resizer.createPod("user", "data");
        resizer.begin("--retry-interval-max=1h");
        resizer.createBound("data");
        resizer.request("data", "2Gi");
        resizer.awaitEvent("VolumeResizeFailed", "waiting for its pods to end");
        resizer.driver.faults().clear();
        return resizer.driver.calls(EXPAND).size();
    }
}
