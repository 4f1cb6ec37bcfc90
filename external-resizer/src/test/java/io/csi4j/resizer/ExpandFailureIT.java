package io.csi4j.resizer;

import static io.csi4j.resizer.RunningResizer.conditions;
import static io.csi4j.resizer.RunningResizer.storage;
import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import io.csi4j.spec.v1.ControllerExpandVolumeResponse;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ExpandFailureIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final Predicate<DriverCall> EXPAND = DriverCall.on("ControllerExpandVolume");

    private RunningResizer resizer;

    @BeforeEach
    void start() {
        resizer = RunningResizer.start("--retry-interval-max=1h", "--workers=100");
    }

    @AfterEach
    void stop() {
        resizer.close();
    }

    @Test
    void anUncertainAnswerPinsTheSizeUntilTheVerdict() throws InterruptedException {
        invariants.expectErrors("claim is not expanded yet");
        resizer.driver.faults().fail(2, EXPAND, Status.DEADLINE_EXCEEDED);
        resizer.createBound("data");

        resizer.request("data", "5Gi");
        resizer.driver.awaitCalls(1, EXPAND);
        resizer.request("data", "2Gi");

        resizer.awaitClaim("data", status -> storage(status, "capacity").equals("5Gi"));
        assertThat(calls())
                .extracting(call -> call.getCapacityRange().getRequiredBytes())
                .containsOnly(5L << 30);
        resizer.awaitEvent("VolumeResizeFailed", "DeadlineExceeded");
    }

    @Test
    void anInfeasibleSizeIsTriedOnceAndASmallerOneAtOnce() throws InterruptedException {
        invariants.expectErrors("claim is not expanded yet");
        resizer.driver.faults().fail(1, EXPAND, Status.OUT_OF_RANGE.withDescription("too large"));
        resizer.createBound("data");

        resizer.request("data", "9Gi");
        resizer.awaitEvent("VolumeResizeFailed", "code = OutOfRange desc = too large");
        var status = resizer.status("data");
        assertThat(storage(status, "allocatedResourceStatuses")).isEqualTo("ControllerResizeInfeasible");
        assertThat(conditions(status)).containsExactly("Resizing", "ControllerResizeError");
        touch("data");
        resizer.createBound("next");
        resizer.request("next", "2Gi");
        resizer.awaitEvent("VolumeResizeSuccessful", "pv-next");
        assertThat(calls()).hasSize(2);

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        assertThat(conditions(resizer.status("data"))).isEmpty();
        assertThat(calls()).hasSize(3);
    }

    @Test
    void aFinalAnswerLetsASmallerRequestThrough() throws InterruptedException {
        invariants.expectErrors("claim is not expanded yet");
        resizer.driver.faults().failAll(call -> bytes(call) == 5L << 30, Status.INTERNAL.withDescription("broken"));
        resizer.createBound("data");
        resizer.request("data", "5Gi");
        resizer.awaitClaim("data", status -> conditions(status).contains("ControllerResizeError"));
        assertThat(storage(resizer.status("data"), "allocatedResourceStatuses"))
                .isEqualTo("ControllerResizeInProgress");

        resizer.request("data", "2Gi");

        resizer.awaitClaim("data", status -> storage(status, "capacity").equals("2Gi"));
    }

    @Test
    void aConflictAfterTheExpansionIsTriedAgainAndNotTold() throws InterruptedException {
        resizer.api
                .faults()
                .fail(
                        1,
                        call -> call.plural().equals("persistentvolumeclaims")
                                && call.body().contains("node-expansion-not-required\":\"true"),
                        new ApiFailure(409, "Conflict", "the object has been modified"));
        resizer.createBound("data");

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        assertThat(resizer.events("VolumeResizeFailed")).isEmpty();
        assertThat(calls()).hasSize(2).containsOnly(calls().getFirst());
    }

    @Test
    void aVolumeThatCannotBeWrittenIsToldOf() throws InterruptedException {
        invariants.expectErrors("claim is not expanded yet");
        resizer.api.faults().fail(1, on("patch", "persistentvolumes"), ApiFailure.forbidden("no right"));
        resizer.createBound("data");

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeFailed", "cannot change volume pv-data");
        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
    }

    @Test
    void aRetryThatChangesNothingWritesNothingAndTellsNothing() throws InterruptedException {
        invariants.expectErrors("claim is not expanded yet");
        resizer.driver.faults().failAll(EXPAND, Status.INTERNAL.withDescription("broken"));
        resizer.createBound("data");

        resizer.request("data", "2Gi");
        resizer.driver.awaitCalls(4, EXPAND);
        resizer.awaitEvent("VolumeResizeFailed", "broken");

        // The start and the verdict.
        assertThat(resizer.api.calls(on("patch", "persistentvolumeclaims"))).hasSize(2);
        assertThat(resizer.events("Resizing")).hasSize(1);
        assertThat(resizer.events("VolumeResizeFailed")).hasSize(1);
    }

    @Test
    void aDriverThatExpandsLessThanAskedHasFailed() throws InterruptedException {
        invariants.expectErrors("claim is not expanded yet");
        resizer.driver.editReplies(
                EXPAND,
                reply -> ((ControllerExpandVolumeResponse) reply)
                        .toBuilder().setCapacityBytes(1L << 30).build());
        resizer.createBound("data");

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeFailed", "expanded the volume to 1073741824 bytes only, need 2147483648");
        assertThat(resizer.capacityOfVolume("data")).isEqualTo("1Gi");
    }

    @Test
    void manyFailingClaimsAllEndWellWithManyWorkers() throws InterruptedException {
        invariants.expectErrors("claim is not expanded yet");
        resizer.driver.faults().failShare(0.5, 7, EXPAND, Status.INTERNAL);
        for (int i = 0; i < 20; i++) {
            resizer.createBound("data-" + i);
            resizer.request("data-" + i, "2Gi");
        }

        for (int i = 0; i < 20; i++) {
            resizer.awaitClaim(
                    "data-" + i, status -> storage(status, "capacity").equals("2Gi"));
        }
    }

    private void touch(String claim) {
        resizer.api.edit("persistentvolumeclaims", "team", claim, object -> {
            var annotations = new JsonObject();
            annotations.addProperty("volume.kubernetes.io/storage-resizer", Given.DRIVER);
            object.getAsJsonObject("metadata").add("annotations", annotations);
        });
    }

    private static long bytes(DriverCall call) {
        return call.request() instanceof ControllerExpandVolumeRequest expand
                ? expand.getCapacityRange().getRequiredBytes()
                : 0;
    }

    private List<ControllerExpandVolumeRequest> calls() {
        return resizer.calls(ControllerExpandVolumeRequest.class);
    }
}
