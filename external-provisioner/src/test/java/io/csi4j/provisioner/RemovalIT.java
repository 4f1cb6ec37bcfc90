package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.program.TestedProgram;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must hold before a volume is deleted at the driver, and what its answers mean (contract 8.2). */
@Timeout(60)
class RemovalIT {
    private static final DriverTraits ATTACHING = RunningProvisioner.TRAITS.with(RPC.Type.PUBLISH_UNPUBLISH_VOLUME);

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    /** Words of the second column: what is wrong with the driver, the volume or its class. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            wrong    | message
            service  | driver test.csi.example.com has no controller service
            calls    | driver test.csi.example.com does not create and delete volumes
            source   | persistentvolume old cannot be deleted by driver test.csi.example.com
            template | invalid tokens: [pvc.annotations['key']]
            """)
    void whatIsInTheWayIsToldAndTheDriverIsNotAsked(String wrong, String message) throws InterruptedException {
        invariants.expectErrors("volume is not done yet");
        var traits = RunningProvisioner.TRAITS;
        var driver = wrong.equals("service")
                ? traits.serving()
                : wrong.equals("calls") ? traits.without(RPC.Type.CREATE_DELETE_VOLUME) : traits;
        try (var provisioner = RunningProvisioner.prepared(driver)) {
            if (wrong.equals("template")) {
                provisioner.createClass("fast", """
                    "parameters": {"csi.storage.k8s.io/secret-name": "${pvc.annotations['key']}",
                      "csi.storage.k8s.io/secret-namespace": "team"}
                    """);
            }
            released(
                    provisioner, wrong.equals("source") ? "\"nfs\": {\"server\": \"s\", \"path\": \"/\"}" : csi("old"));

            provisioner.begin();

            provisioner.awaitEvent("VolumeFailedDelete", message);
            assertThat(provisioner.calls(DeleteVolumeRequest.class)).isEmpty();
        }
    }

    /** A driver must answer OK for a volume that is gone: no error means that it is. */
    @ParameterizedTest
    @CsvSource({"NOT_FOUND", "INVALID_ARGUMENT", "UNAVAILABLE", "FAILED_PRECONDITION", "UNIMPLEMENTED"})
    void everyErrorOfTheDriverIsTriedAgain(Status.Code code) throws InterruptedException {
        invariants.expectErrors("volume is not done yet");
        try (var provisioner = RunningProvisioner.prepared()) {
            provisioner.driver.faults().fail(2, DriverCall.on("DeleteVolume"), code.toStatus());
            released(provisioner, csi("old"));

            provisioner.begin();

            provisioner.api.awaitGone("persistentvolumes", "", "old");
            assertThat(provisioner.calls(DeleteVolumeRequest.class)).hasSize(3);
        }
    }

    @Test
    void theEventOfAVolumeLiesInTheDefaultNamespaceAndNamesWhoTellsIt() throws InterruptedException {
        invariants.expectErrors("volume is not done yet");
        try (var provisioner = RunningProvisioner.prepared()) {
            provisioner.driver.faults().failAll(DriverCall.on("DeleteVolume"), Status.INTERNAL);
            released(provisioner, csi("old"));

            provisioner.begin();

            provisioner.awaitEvent("VolumeFailedDelete", "rpc error: code = Internal");
            assertThat(provisioner.api.calls(TestedProgram.event("VolumeFailedDelete", "")))
                    .allSatisfy(call -> assertThat(call.namespace()).isEqualTo("default"));
            provisioner.api.awaitAll("events", all -> !all.isEmpty());
            assertThat(provisioner
                            .api
                            .list("events")
                            .getFirst()
                            .getAsJsonObject("source")
                            .get("component")
                            .getAsString())
                    .matches("test\\.csi\\.example\\.com_[^_]+_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        }
    }

    @Test
    void anAttachmentThatIsBeingDeletedStillHoldsAVolumeAndThoseOfOthersDoNot() throws InterruptedException {
        invariants.expectErrors("volume is not done yet");
        try (var provisioner = RunningProvisioner.prepared(ATTACHING)) {
            attach(provisioner, "other", "another");
            attach(provisioner, "own", "old");
            provisioner.api.edit(
                    "volumeattachments", "", "own", it -> GivenSources.setFinalizer(it, "x.example.com/y"));
            provisioner.api.delete("volumeattachments", "", "own");
            released(provisioner, csi("old"));
            provisioner.begin();
            provisioner.awaitEvent("VolumeFailedDelete", "persistentvolume old is still attached to a node");
            assertThat(provisioner.calls(DeleteVolumeRequest.class)).isEmpty();

            provisioner.api.edit("volumeattachments", "", "own", GivenSources::clearFinalizers);

            provisioner.api.awaitGone("persistentvolumes", "", "old");
        }
    }

    @Test
    void attachmentsDoNotMatterToADriverThatDoesNotAttach() throws InterruptedException {
        try (var provisioner = RunningProvisioner.prepared()) {
            attach(provisioner, "own", "old");
            released(provisioner, csi("old"));

            provisioner.begin();

            provisioner.api.awaitGone("persistentvolumes", "", "old");
            assertThat(provisioner.api.calls(ApiCall.on("*", "volumeattachments")))
                    .isEmpty();
        }
    }

    private static String csi(String handle) {
        return "\"csi\": {\"driver\": \"%s\", \"volumeHandle\": \"%s\"}".formatted(Given.DRIVER, handle);
    }

    /** A released volume of the driver from before deletion secrets were written into volumes. */
    private static void released(RunningProvisioner provisioner, String source) {
        provisioner.api.create("""
            {"apiVersion": "v1", "kind": "PersistentVolume",
             "metadata": {"name": "old", "annotations": {"pv.kubernetes.io/provisioned-by": "%s"},
               "finalizers": ["external-provisioner.volume.kubernetes.io/finalizer"]},
             "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
               "persistentVolumeReclaimPolicy": "Delete", "storageClassName": "fast",
               "claimRef": {"namespace": "team", "name": "data", "uid": "u"}, %s},
             "status": {"phase": "Released"}}
            """.formatted(Given.DRIVER, source));
    }

    private static void attach(RunningProvisioner provisioner, String attachment, String volume) {
        provisioner.api.create("""
            {"apiVersion": "storage.k8s.io/v1", "kind": "VolumeAttachment", "metadata": {"name": "%s"},
             "spec": {"attacher": "x", "nodeName": "n", "source": {"persistentVolumeName": "%s"}}}
            """.formatted(attachment, volume));
    }
}
