package io.csi4j.resizer;

import static io.csi4j.resizer.RunningResizer.conditions;
import static io.csi4j.resizer.RunningResizer.storage;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import io.csi4j.spec.v1.ControllerModifyVolumeRequest;
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
import org.junit.jupiter.params.provider.CsvSource;

/** What is remembered from one try to the next: contract external-resizer.md, 4.3, 7.3 and 8. */
@Timeout(60)
class RetryIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final Predicate<DriverCall> EXPAND = DriverCall.on("ControllerExpandVolume");
    private static final Predicate<DriverCall> MODIFY = DriverCall.on("ControllerModifyVolume");

    private RunningResizer resizer;

    @BeforeEach
    void prepare() {
        invariants.expectErrors("claim is not ");
        resizer = RunningResizer.prepared(RunningResizer.TRAITS);
    }

    @AfterEach
    void stop() {
        resizer.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            verdict             | status
            INTERNAL            | ControllerResizeInProgress
            FAILED_PRECONDITION | ControllerResizeInProgress
            UNIMPLEMENTED       | ControllerResizeInProgress
            INVALID_ARGUMENT    | ControllerResizeInfeasible
            NOT_FOUND           | ControllerResizeInfeasible
            OUT_OF_RANGE        | ControllerResizeInfeasible
            """)
    void afterAFinalAnswerTheSmallerSizeGetsAVerdictOfItsOwn(Status.Code verdict, String expected)
            throws InterruptedException {
        resizer.driver.faults().failAll(call -> gibibytes(call) == 10, Status.INTERNAL);
        resizer.driver.faults().failAll(call -> gibibytes(call) == 5, verdict.toStatus());
        resizer.begin();
        resizer.createBound("data");
        resizer.request("data", "10Gi");
        resizer.awaitClaim("data", status -> conditions(status).contains("ControllerResizeError"));

        resizer.request("data", "5Gi");

        var status = resizer.awaitClaim(
                        "data",
                        now -> storage(now, "allocatedResources").equals("5Gi")
                                && conditions(now).contains("ControllerResizeError"))
                .getAsJsonObject("status");
        assertThat(storage(status, "allocatedResourceStatuses")).isEqualTo(expected);
        assertThat(storage(status, "capacity")).isEqualTo("1Gi");
    }

    @Test
    void anInfeasibleSizeIsTriedAgainWhenItsPauseIsOver() throws InterruptedException {
        resizer.driver.faults().fail(2, EXPAND, Status.OUT_OF_RANGE);
        resizer.begin("--retry-interval-max=50ms");
        resizer.createBound("data");

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        assertThat(resizer.calls(ControllerExpandVolumeRequest.class)).hasSize(3);
    }

    @Test
    void anInfeasibleClassIsTriedAgainWhenItsPauseIsOver() throws InterruptedException {
        resizer.driver.faults().fail(2, MODIFY, Status.INVALID_ARGUMENT);
        resizer.begin("--retry-interval-max=50ms");
        resizer.createClass("gold", Given.DRIVER);
        resizer.createBound("data");

        resizer.wantClass("data", "gold");

        resizer.awaitEvent("VolumeModifySuccessful", "gold");
        assertThat(resizer.calls(ControllerModifyVolumeRequest.class)).hasSize(3);
    }

    @Test
    void aClassThatFailedForGoodIsTriedAgainWithoutAPause() throws InterruptedException {
        resizer.driver.faults().fail(2, MODIFY, Status.INTERNAL);
        resizer.begin("--retry-interval-max=1h");
        resizer.createClass("gold", Given.DRIVER);
        resizer.createBound("data");

        resizer.wantClass("data", "gold");

        resizer.awaitEvent("VolumeModifySuccessful", "gold");
    }

    @Test
    void aFinalAnswerLetsAnotherClassThrough() throws InterruptedException {
        resizer.driver.faults().failAll(call -> isFor(call, "gold"), Status.DEADLINE_EXCEEDED);
        resizer.begin();
        resizer.createClass("gold", Given.DRIVER);
        resizer.createClass("silver", Given.DRIVER);
        resizer.createBound("data");
        resizer.wantClass("data", "gold");
        resizer.awaitEvent("VolumeModifyFailed", "DeadlineExceeded");
        resizer.wantClass("data", "silver");
        int before = resizer.driver.calls(MODIFY).size();
        resizer.driver.awaitCalls(before + 2, call -> isFor(call, "gold"));

        resizer.driver.faults().clear();
        resizer.driver.faults().failAll(call -> isFor(call, "gold"), Status.INTERNAL);

        resizer.awaitEvent("VolumeModifySuccessful", "silver");
    }

    @Test
    void aNewClaimOfTheSameNameInheritsNothing() throws InterruptedException {
        resizer.driver.faults().fail(1, EXPAND, Status.OUT_OF_RANGE.withDescription("too large"));
        resizer.begin("--retry-interval-max=1h");
        resizer.createBound("data");
        resizer.request("data", "2Gi");
        resizer.awaitEvent("VolumeResizeFailed", "too large");
        resizer.api.delete("persistentvolumeclaims", "team", "data");
        resizer.api.delete("persistentvolumes", "", "pv-data");

        resizer.createBoundAnew("data", "uid-of-the-heir");
        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
    }

    @Test
    void manyUncertainClassesAllEndWellWithManyWorkers() throws InterruptedException {
        resizer.driver.faults().failShare(0.5, 7, MODIFY, Status.UNAVAILABLE);
        resizer.createClass("gold", Given.DRIVER);
        resizer.begin("--workers=100");
        for (int i = 0; i < 20; i++) {
            resizer.createBound("data-" + i);
            resizer.wantClass("data-" + i, "gold");
        }

        for (int i = 0; i < 20; i++) {
            resizer.awaitClaim("data-" + i, status -> status.has("currentVolumeAttributesClassName"));
        }
    }

    private static long gibibytes(DriverCall call) {
        return call.request() instanceof ControllerExpandVolumeRequest expand
                ? expand.getCapacityRange().getRequiredBytes() >> 30
                : 0;
    }

    private static boolean isFor(DriverCall call, String tier) {
        return call.request() instanceof ControllerModifyVolumeRequest modify
                && tier.equals(modify.getMutableParametersMap().get("tier"));
    }
}
