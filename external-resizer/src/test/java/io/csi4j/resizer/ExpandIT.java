package io.csi4j.resizer;

import static io.csi4j.resizer.RunningResizer.conditions;
import static io.csi4j.resizer.RunningResizer.storage;
import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import io.csi4j.spec.v1.ControllerExpandVolumeResponse;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ExpandIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final Predicate<DriverCall> EXPAND = DriverCall.on("ControllerExpandVolume");

    private RunningResizer resizer;

    @BeforeEach
    void start() {
        resizer = RunningResizer.start("--retry-interval-max=1h");
    }

    @AfterEach
    void stop() {
        resizer.close();
    }

    @Test
    void aLargerRequestExpandsTheVolume() throws InterruptedException {
        resizer.createBound("data");

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        var status = resizer.status("data");
        assertThat(storage(status, "capacity")).isEqualTo("2Gi");
        assertThat(storage(status, "allocatedResources")).isEqualTo("2Gi");
        assertThat(storage(status, "allocatedResourceStatuses")).isEmpty();
        assertThat(conditions(status)).isEmpty();
        assertThat(annotations(resizer.claim("data")))
                .contains("\"volume.kubernetes.io/node-expansion-not-required\":\"true\"");
        assertThat(resizer.capacityOfVolume("data")).isEqualTo("2Gi");
        assertThat(calls()).singleElement().satisfies(call -> {
            assertThat(call.getVolumeId()).isEqualTo("handle-data");
            assertThat(call.getCapacityRange().getRequiredBytes()).isEqualTo(2L << 30);
            assertThat(call.getCapacityRange().getLimitBytes()).isZero();
        });
        resizer.awaitEvent("Resizing", "pv-data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Filesystem", "Block"})
    void theNodeIsLeftItsPartAndThenTheOldSizeIsForgotten(String volumeMode) throws InterruptedException {
        requireNode();
        resizer.createBound("data");
        resizer.api.edit(
                "persistentvolumes",
                "",
                "pv-data",
                volume -> volume.getAsJsonObject("spec").addProperty("volumeMode", volumeMode));

        resizer.request("data", "2Gi");

        resizer.awaitEvent("FileSystemResizeRequired", "pv-data");
        var status = resizer.status("data");
        assertThat(storage(status, "capacity")).isEqualTo("1Gi");
        assertThat(storage(status, "allocatedResourceStatuses")).isEqualTo("NodeResizePending");
        assertThat(conditions(status)).containsExactly("Resizing", "FileSystemResizePending");
        assertThat(annotations(resizer.volume("data")))
                .contains("\"volume.alpha.kubernetes.io/pre-resize-capacity\":\"1Gi\"");

        resizer.api.edit("persistentvolumeclaims", "team", "data", claim -> {
            var now = claim.getAsJsonObject("status");
            now.getAsJsonObject("capacity").addProperty("storage", "2Gi");
            now.remove("conditions");
            now.remove("allocatedResourceStatuses");
        });

        resizer.api.await(
                "persistentvolumes",
                "",
                "pv-data",
                volume -> !annotations(volume).contains("pre-resize"));
        assertThat(calls()).hasSize(1);
    }

    @Test
    void aClaimEditedWhileTheDriverWorksIsNotExpandedTwice() throws InterruptedException {
        resizer.createBound("data");
        var hold = resizer.driver.faults().hold(1, EXPAND);
        resizer.request("data", "2Gi");
        hold.awaitArrival();
        touch("data");
        resizer.createBound("next");
        resizer.request("next", "2Gi");
        // The watch tells in order: by now the edit is known.
        resizer.awaitEvent("VolumeResizeSuccessful", "pv-next");

        hold.release();

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        assertThat(calls()).hasSize(2);
    }

    @Test
    void podsAreWatchedOnlyWhenADriverRefusesVolumesInUse() throws InterruptedException {
        resizer.createPod("user", "data");
        resizer.createBound("data");

        resizer.request("data", "2Gi");
        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");

        assertThat(resizer.api.calls(on("*", "pods"))).isEmpty();
    }

    @Test
    void theSecretIsReadForTheCall() throws InterruptedException {
        resizer.api.create("""
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key", "namespace": "team"},
             "data": {"user": "dQ=="}}
            """);
        resizer.createBound("data");
        nameSecret();

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        assertThat(calls().getLast().getSecretsMap()).isEqualTo(Map.of("user", "u"));
    }

    @Test
    void aMissingSecretIsNamedAndTheDriverNotAsked() throws InterruptedException {
        invariants.expectErrors("claim is not expanded yet");
        resizer.createBound("data");
        nameSecret();

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeFailed", "cannot read secret team/key: not found");
        assertThat(calls()).isEmpty();
        assertThat(conditions(resizer.status("data"))).containsExactly("Resizing");
    }

    @Test
    void aDriverThatAnswersNoSizeHasExpandedAsAsked() throws InterruptedException {
        resizer.driver.editReplies(EXPAND, reply -> ControllerExpandVolumeResponse.getDefaultInstance());
        resizer.createBound("data");

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        assertThat(resizer.capacityOfVolume("data")).isEqualTo("2Gi");
    }

    @Test
    void claimsOfOtherDriversAndUnboundOnesAreLeftAlone() throws InterruptedException {
        resizer.createBound("foreign");
        resizer.api.edit(
                "persistentvolumes",
                "",
                "pv-foreign",
                volume -> volume.getAsJsonObject("spec")
                        .getAsJsonObject("csi")
                        .addProperty("driver", "other.example.com"));
        resizer.createBound("stolen");
        resizer.api.edit(
                "persistentvolumes",
                "",
                "pv-stolen",
                volume -> volume.getAsJsonObject("spec")
                        .getAsJsonObject("claimRef")
                        .addProperty("uid", "somebody"));
        resizer.request("foreign", "2Gi");
        resizer.request("stolen", "2Gi");

        resizer.createBound("data");
        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void theSizeBeforeIsForgottenOnlyOnVolumesOfOurs() throws InterruptedException {
        for (String name : List.of("foreign", "unbound", "ours")) {
            resizer.createBound(name);
            resizer.api.edit("persistentvolumes", "", "pv-" + name, ExpandIT::rememberSize);
        }
        resizer.api.edit(
                "persistentvolumes",
                "",
                "pv-foreign",
                volume -> volume.getAsJsonObject("spec")
                        .getAsJsonObject("csi")
                        .addProperty("driver", "other.example.com"));
        resizer.api.edit(
                "persistentvolumes",
                "",
                "pv-unbound",
                volume -> volume.getAsJsonObject("spec").remove("claimRef"));

        List.of("foreign", "unbound", "ours").forEach(this::touch);
        resizer.request("ours", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-ours");
        assertThat(annotations(resizer.volume("ours"))).doesNotContain("pre-resize");
        assertThat(annotations(resizer.volume("foreign"))).contains("pre-resize");
        assertThat(annotations(resizer.volume("unbound"))).contains("pre-resize");
    }

    @Test
    void theStatusOfOtherResourcesStays() throws InterruptedException {
        resizer.createBound("data", """
            , "allocatedResourceStatuses": {"example.com/speed": "ControllerResizeInProgress"}
            """);

        resizer.request("data", "2Gi");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        assertThat(resizer.status("data").getAsJsonObject("allocatedResourceStatuses"))
                .hasToString("{\"example.com/speed\":\"ControllerResizeInProgress\"}");
    }

    @Test
    void aClaimWhoseVolumeComesLaterIsWokenByIt() throws InterruptedException {
        resizer.createBound("data");
        resizer.api.delete("persistentvolumes", "", "pv-data");
        resizer.request("data", "2Gi");

        resizer.createVolume("data", "uid-data", "");

        resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
    }

    private static void rememberSize(JsonObject volume) {
        var annotations = new JsonObject();
        annotations.addProperty("volume.alpha.kubernetes.io/pre-resize-capacity", "1Gi");
        volume.getAsJsonObject("metadata").add("annotations", annotations);
    }

    private void nameSecret() {
        resizer.api.edit("persistentvolumes", "", "pv-data", volume -> {
            var reference = new JsonObject();
            reference.addProperty("name", "key");
            reference.addProperty("namespace", "team");
            volume.getAsJsonObject("spec").getAsJsonObject("csi").add("controllerExpandSecretRef", reference);
        });
    }

    private void requireNode() {
        resizer.driver.editReplies(
                EXPAND,
                reply -> ((ControllerExpandVolumeResponse) reply)
                        .toBuilder().setNodeExpansionRequired(true).build());
    }

    private void touch(String claim) {
        resizer.api.edit("persistentvolumeclaims", "team", claim, object -> {
            var annotations = new JsonObject();
            annotations.addProperty("volume.kubernetes.io/storage-resizer", Given.DRIVER);
            object.getAsJsonObject("metadata").add("annotations", annotations);
        });
    }

    private static String annotations(JsonObject object) {
        return String.valueOf(object.getAsJsonObject("metadata").get("annotations"));
    }

    private List<ControllerExpandVolumeRequest> calls() {
        return resizer.calls(ControllerExpandVolumeRequest.class);
    }
}
