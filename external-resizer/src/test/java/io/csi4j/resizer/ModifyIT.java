package io.csi4j.resizer;

import static io.csi4j.resizer.RunningResizer.conditions;
import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.spec.v1.ControllerModifyVolumeRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ModifyIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final Predicate<DriverCall> MODIFY = DriverCall.on("ControllerModifyVolume");

    private RunningResizer resizer;

    @BeforeEach
    void prepare() {
        resizer = RunningResizer.prepared(RunningResizer.TRAITS);
    }

    @AfterEach
    void stop() {
        resizer.close();
    }

    @Test
    void aClassIsAppliedToVolumeAndClaim() throws InterruptedException {
        resizer.begin();
        resizer.createClass("gold", Given.DRIVER);
        resizer.createBound("data");

        resizer.wantClass("data", "gold");

        resizer.awaitEvent("VolumeModifySuccessful", "gold");
        var status = resizer.status("data");
        assertThat(text(status, "currentVolumeAttributesClassName")).isEqualTo("gold");
        assertThat(status.has("modifyVolumeStatus")).isFalse();
        assertThat(conditions(status)).isEmpty();
        assertThat(text(resizer.volume("data").getAsJsonObject("spec"), "volumeAttributesClassName"))
                .isEqualTo("gold");
        assertThat(resizer.driver.volume("handle-data").orElseThrow().mutableParameters())
                .isEqualTo(Map.of("tier", "gold"));
        resizer.awaitEvent("VolumeModify", "gold");
    }

    @Test
    void namesGoToTheDriverIfWanted() throws InterruptedException {
        resizer.begin("--extra-modify-metadata");
        resizer.createClass("gold", Given.DRIVER);
        resizer.createBound("data");

        resizer.wantClass("data", "gold");

        resizer.awaitEvent("VolumeModifySuccessful", "gold");
        assertThat(calls().getFirst().getMutableParametersMap())
                .containsEntry("csi.storage.k8s.io/pvc/name", "data")
                .containsEntry("csi.storage.k8s.io/pvc/namespace", "team")
                .containsEntry("csi.storage.k8s.io/pv/name", "pv-data");
    }

    @Test
    void aClaimWaitsForItsClassAndNotForATimer() throws InterruptedException {
        resizer.begin();
        resizer.createBound("data");
        resizer.wantClass("data", "gold");
        resizer.awaitEvent("VolumeModifyFailed", "VolumeAttributesClass gold not found");
        resizer.awaitClaim("data", status -> isModification(status, "Pending"));

        resizer.createClass("gold", Given.DRIVER);

        resizer.awaitEvent("VolumeModifySuccessful", "gold");
    }

    @Test
    void aClassOfAnotherDriverIsNotApplied() throws InterruptedException {
        resizer.begin();
        resizer.createClass("gold", "other.example.com");
        resizer.createBound("data");

        resizer.wantClass("data", "gold");

        resizer.awaitEvent("VolumeModifyFailed", "is of driver other.example.com");
        resizer.awaitClaim("data", status -> isModification(status, "Pending"));
        assertThat(calls()).isEmpty();
    }

    @Test
    void anInfeasibleClassRestsAndAnotherOneIsTakenAtOnce() throws InterruptedException {
        invariants.expectErrors("claim is not modified");
        resizer.begin("--retry-interval-max=1h");
        resizer.driver.faults().fail(1, MODIFY, Status.INVALID_ARGUMENT.withDescription("no such tier"));
        resizer.createClass("gold", Given.DRIVER);
        resizer.createClass("silver", Given.DRIVER);
        resizer.createBound("data");
        resizer.wantClass("data", "gold");
        resizer.awaitEvent("VolumeModifyFailed", "no such tier");
        assertThat(isModification(resizer.status("data"), "Infeasible")).isTrue();
        assertThat(conditions(resizer.status("data"))).containsExactly("ModifyingVolume", "ModifyVolumeError");

        resizer.wantClass("data", "silver");

        resizer.awaitEvent("VolumeModifySuccessful", "silver");
        assertThat(calls()).hasSize(2);
    }

    @Test
    void aWishTakenBackAfterAnInfeasibleClassIsCanceled() throws InterruptedException {
        invariants.expectErrors("claim is not modified");
        resizer.begin("--retry-interval-max=1h");
        resizer.driver.faults().failAll(MODIFY, Status.INVALID_ARGUMENT);
        resizer.createClass("gold", Given.DRIVER);
        resizer.createBound("data");
        resizer.wantClass("data", "gold");
        resizer.awaitEvent("VolumeModifyFailed", "InvalidArgument");

        resizer.wantClass("data", null);

        resizer.awaitEvent("VolumeModifyCanceled", "");
        assertThat(conditions(
                        resizer.awaitClaim("data", status -> !conditions(status).contains("ModifyingVolume"))
                                .getAsJsonObject("status")))
                .containsExactly("ModifyVolumeError");
    }

    @Test
    void anUncertainClassIsFinishedBeforeTheNextOne() throws InterruptedException {
        invariants.expectErrors("claim is not modified");
        resizer.begin();
        resizer.driver.faults().failAll(MODIFY, Status.DEADLINE_EXCEEDED);
        resizer.createClass("gold", Given.DRIVER);
        resizer.createClass("silver", Given.DRIVER);
        resizer.createBound("data");
        resizer.wantClass("data", "gold");
        resizer.awaitEvent("VolumeModifyFailed", "DeadlineExceeded");

        resizer.wantClass("data", "silver");
        resizer.driver.faults().clear();

        resizer.awaitClaim(
                "data",
                status -> text(status, "currentVolumeAttributesClassName").equals("silver"));

        assertThat(calls().stream()
                        .map(call -> call.getMutableParametersMap().get("tier"))
                        .distinct())
                .containsExactly("gold", "silver");
    }

    @Test
    void aChangeInProgressAtTheStartIsFinishedFirst() throws InterruptedException {
        resizer.createClass("gold", Given.DRIVER);
        resizer.createClass("silver", Given.DRIVER);
        resizer.createBound("data", """
            , "modifyVolumeStatus": {"status": "InProgress", "targetVolumeAttributesClassName": "gold"}
            """);
        resizer.wantClass("data", "silver");

        resizer.begin();

        resizer.awaitClaim(
                "data",
                status -> text(status, "currentVolumeAttributesClassName").equals("silver"));
        assertThat(calls())
                .extracting(call -> call.getMutableParametersMap().get("tier"))
                .containsExactly("gold", "silver");
    }

    @Test
    void anotherClassTakesThePlaceOfTheOneInForce() throws InterruptedException {
        resizer.begin();
        resizer.createClass("gold", Given.DRIVER);
        resizer.createBound("data", ", \"currentVolumeAttributesClassName\": \"silver\"");

        resizer.wantClass("data", "gold");

        resizer.awaitEvent("VolumeModifySuccessful", "gold");
        assertThat(text(resizer.status("data"), "currentVolumeAttributesClassName"))
                .isEqualTo("gold");
    }

    @Test
    void aChangeInProgressIsFinishedThoughNoClassIsWantedAnyMore() throws InterruptedException {
        resizer.createClass("gold", Given.DRIVER);
        resizer.createBound("data", """
            , "modifyVolumeStatus": {"status": "InProgress", "targetVolumeAttributesClassName": "gold"}
            """);

        resizer.begin();

        resizer.awaitEvent("VolumeModifySuccessful", "gold");
    }

    @Test
    void claimsThatAreNotBoundAndVolumesOfOthersAreLeftAlone() throws InterruptedException {
        resizer.createClass("gold", Given.DRIVER);
        resizer.createBound("pending");
        resizer.api.edit(
                "persistentvolumeclaims",
                "team",
                "pending",
                claim -> claim.getAsJsonObject("status").addProperty("phase", "Lost"));
        resizer.createBound("stolen");
        resizer.api.edit(
                "persistentvolumes",
                "",
                "pv-stolen",
                volume -> volume.getAsJsonObject("spec")
                        .getAsJsonObject("claimRef")
                        .addProperty("uid", "somebody"));
        resizer.createBound("foreign");
        resizer.api.edit(
                "persistentvolumes",
                "",
                "pv-foreign",
                volume -> volume.getAsJsonObject("spec")
                        .getAsJsonObject("csi")
                        .addProperty("driver", "other.example.com"));
        resizer.begin();
        resizer.wantClass("pending", "gold");
        resizer.wantClass("stolen", "gold");
        resizer.wantClass("foreign", "gold");

        resizer.createBound("data");
        resizer.wantClass("data", "gold");

        resizer.awaitEvent("VolumeModifySuccessful", "gold");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void aClaimWhoseVolumeComesLaterIsModifiedThen() throws InterruptedException {
        resizer.begin();
        resizer.createClass("gold", Given.DRIVER);
        resizer.createBound("data");
        resizer.api.delete("persistentvolumes", "", "pv-data");
        resizer.wantClass("data", "gold");

        resizer.createVolume("data", "uid-data", "");

        resizer.awaitEvent("VolumeModifySuccessful", "gold");
    }

    @Test
    void withoutASecretOfItsOwnTheOneForExpansionIsUsed() throws InterruptedException {
        resizer.begin();
        resizer.api.create("""
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key", "namespace": "team"},
             "data": {"user": "dQ=="}}
            """);
        resizer.createClass("gold", Given.DRIVER);
        resizer.createBound("data");
        resizer.api.delete("persistentvolumes", "", "pv-data");
        resizer.createVolume("data", "uid-data", """
            , "controllerExpandSecretRef": {"name": "key", "namespace": "team"}
            """);

        resizer.wantClass("data", "gold");

        resizer.awaitEvent("VolumeModifySuccessful", "gold");
        assertThat(calls().getFirst().getSecretsMap()).isEqualTo(Map.of("user", "u"));
    }

    @Test
    void expansionAndModificationOfOneClaimTakeTurns() throws InterruptedException {
        resizer.begin();
        resizer.createClass("gold", Given.DRIVER);
        resizer.createBound("data");
        var hold = resizer.driver.faults().hold(1, DriverCall.on("ControllerExpandVolume"));
        resizer.request("data", "2Gi");
        hold.awaitArrival();
        resizer.wantClass("data", "gold");
        resizer.createBound("other");
        resizer.wantClass("other", "gold");
        resizer.awaitEvent("VolumeModifySuccessful", "\"other\"");
        assertThat(calls()).hasSize(1);

        hold.release();

        resizer.awaitClaim(
                "data",
                status -> text(status, "currentVolumeAttributesClassName").equals("gold")
                        && RunningResizer.storage(status, "capacity").equals("2Gi"));
    }

    @Test
    void withTheGateOffClassesAreNotAskedFor() throws InterruptedException {
        resizer.begin("--feature-gates=VolumeAttributesClass=false", "--handle-volume-inuse-error=false");
        resizer.createBound("data");
        resizer.wantClass("data", "gold");

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        assertThat(calls()).isEmpty();
        assertThat(resizer.api.calls(on("*", "volumeattributesclasses"))).isEmpty();
        assertThat(resizer.api.calls(on("*", "pods"))).isEmpty();
    }

    @Test
    void aClusterWithoutClassesStillExpands() throws InterruptedException {
        resizer.api.withdraw("volumeattributesclasses");
        resizer.begin();
        resizer.createBound("data");

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        assertThat(resizer.api.calls(on("*", "volumeattributesclasses"))).isEmpty();
    }

    private static boolean isModification(JsonObject status, String how) {
        return status.has("modifyVolumeStatus")
                && text(status.getAsJsonObject("modifyVolumeStatus"), "status").equals(how);
    }

    private static String text(JsonObject object, String field) {
        return object.has(field) ? object.get(field).getAsString() : "";
    }

    private List<ControllerModifyVolumeRequest> calls() {
        return resizer.calls(ControllerModifyVolumeRequest.class);
    }
}
