package io.csi4j.resizer;

import static io.csi4j.resizer.RunningResizer.conditions;
import static io.csi4j.resizer.RunningResizer.storage;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import io.csi4j.spec.v1.ControllerExpandVolumeResponse;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Expansion with the gate RecoverVolumeExpansionFailure off: contract external-resizer.md, section 5. */
@Timeout(60)
class WithoutRecoveryIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final Predicate<DriverCall> EXPAND = DriverCall.on("ControllerExpandVolume");

    private RunningResizer resizer;

    @BeforeEach
    void start() {
        resizer = RunningResizer.start("--feature-gates=RecoverVolumeExpansionFailure=false");
    }

    @AfterEach
    void stop() {
        resizer.close();
    }

    @Test
    void theClaimTellsNothingOfTheAttempt() throws InterruptedException {
        resizer.createBound("data");

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        var status = resizer.status("data");
        assertThat(storage(status, "capacity")).isEqualTo("2Gi");
        assertThat(status.has("allocatedResources")).isFalse();
        assertThat(status.has("allocatedResourceStatuses")).isFalse();
        assertThat(resizer.claim("data").getAsJsonObject("metadata").has("annotations"))
                .isFalse();
    }

    @Test
    void theConditionAloneWaitsForTheNode() throws InterruptedException {
        resizer.driver.editReplies(
                EXPAND,
                reply -> ((ControllerExpandVolumeResponse) reply)
                        .toBuilder().setNodeExpansionRequired(true).build());
        resizer.createBound("data");

        resizer.request("data", "2Gi");

        resizer.awaitEvent("FileSystemResizeRequired", "pv-data");
        assertThat(conditions(resizer.status("data"))).containsExactly("FileSystemResizePending");
    }

    @Test
    void aFailureIsToldAndTheNewRequestIsTriedNext() throws InterruptedException {
        invariants.expectErrors("claim is not expanded yet");
        resizer.driver.faults().failAll(call -> bytes(call) == 5L << 30, Status.OUT_OF_RANGE.withDescription("huge"));
        resizer.createBound("data");
        resizer.request("data", "5Gi");
        resizer.awaitEvent("VolumeResizeFailed", "huge");
        // No pause for an infeasible size, and nothing of it on the claim.
        resizer.driver.awaitCalls(3, EXPAND);
        assertThat(conditions(resizer.status("data"))).containsExactly("Resizing");

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
    }

    @Test
    void aConflictIsNoFailure() throws InterruptedException {
        resizer.api
                .faults()
                .fail(
                        1,
                        call -> call.plural().equals("persistentvolumeclaims")
                                && call.body().contains("\"capacity\""),
                        new ApiFailure(409, "Conflict", "the object has been modified"));
        resizer.createBound("data");

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        assertThat(resizer.events("VolumeResizeFailed")).isEmpty();
    }

    @Test
    void aVolumeInUseWaitsForItsPods() throws InterruptedException {
        invariants.expectErrors("claim is not expanded yet");
        resizer.driver.faults().failAll(EXPAND, Status.FAILED_PRECONDITION.withDescription("in use"));
        resizer.createPod("user", "data");
        resizer.createBound("data");
        resizer.request("data", "2Gi");
        resizer.awaitEvent("VolumeResizeFailed", "waiting for its pods to end");
        resizer.driver.faults().clear();

        resizer.api.delete("pods", "team", "user");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
    }

    private static long bytes(DriverCall call) {
        return call.request() instanceof ControllerExpandVolumeRequest expand
                ? expand.getCapacityRange().getRequiredBytes()
                : 0;
    }
}
