package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.program.TestedProgram;
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
class ClaimIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final Predicate<DriverCall> CREATE = DriverCall.on("CreateVolume");

    private RunningProvisioner provisioner;

    @BeforeEach
    void start() {
        provisioner = RunningProvisioner.start();
    }

    @AfterEach
    void stop() {
        provisioner.close();
    }

    @Test
    void anImmediateClaimGetsItsVolume() throws InterruptedException {
        provisioner.createClass("fast", "\"mountOptions\": [\"hard\"], \"parameters\": {\"server\": \"s\"}");
        String uid = provisioner.createClaim("data");

        var volume = provisioner.awaitVolume(uid);

        var spec = volume.getAsJsonObject("spec");
        assertThat(spec.getAsJsonObject("claimRef").get("uid").getAsString()).isEqualTo(uid);
        assertThat(spec.getAsJsonObject("capacity").get("storage").getAsString())
                .isEqualTo("1Gi");
        assertThat(spec.getAsJsonObject("csi").get("volumeHandle").getAsString())
                .isEqualTo("volume-pvc-" + uid);
        assertThat(RunningProvisioner.texts(spec.getAsJsonArray("mountOptions")))
                .containsExactly("hard");
        assertThat(calls())
                .singleElement()
                .satisfies(call -> assertThat(call.getParametersMap()).isEqualTo(Map.of("server", "s")));
        provisioner.awaitEvent("Provisioning", "is provisioning volume for claim \\\"team/data\\\"");
        provisioner.awaitEvent("ProvisioningSucceeded", "Successfully provisioned volume pvc-" + uid);
    }

    /** Every field of contract section 6 as it is on the wire; the cluster's own are left out. */
    @Test
    void theVolumeIsTheObjectOfTheContract() throws InterruptedException {
        provisioner.createClass("fast", "\"mountOptions\": [\"hard\"], \"parameters\": {\"fstype\": \"xfs\"}");
        String uid = provisioner.createClaim("data", "", ", \"volumeMode\": \"Filesystem\"");
        String version = provisioner
                .api
                .find("persistentvolumeclaims", "team", "data")
                .orElseThrow()
                .getAsJsonObject("metadata")
                .get("resourceVersion")
                .getAsString();

        var volume = provisioner.awaitVolume(uid).deepCopy();

        var metadata = volume.getAsJsonObject("metadata");
        List.of("uid", "resourceVersion", "creationTimestamp", "generation").forEach(metadata::remove);
        var attributes = volume.getAsJsonObject("spec").getAsJsonObject("csi").getAsJsonObject("volumeAttributes");
        assertThat(attributes
                        .remove("storage.kubernetes.io/csiProvisionerIdentity")
                        .getAsString())
                .matches("\\d{13}-\\d{1,4}-test\\.csi\\.example\\.com");
        volume.getAsJsonObject("spec").getAsJsonObject("csi").remove("volumeAttributes");
        volume.remove("status");
        assertThat(volume).isEqualTo(JsonParser.parseString("""
            {"apiVersion": "v1", "kind": "PersistentVolume",
             "metadata": {"name": "pvc-%1$s",
               "annotations": {"pv.kubernetes.io/provisioned-by": "test.csi.example.com",
                 "volume.kubernetes.io/provisioner-deletion-secret-name": "",
                 "volume.kubernetes.io/provisioner-deletion-secret-namespace": ""},
               "finalizers": ["external-provisioner.volume.kubernetes.io/finalizer"]},
             "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"], "mountOptions": ["hard"],
               "persistentVolumeReclaimPolicy": "Delete", "storageClassName": "fast", "volumeMode": "Filesystem",
               "claimRef": {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "namespace": "team", "name": "data",
                 "uid": "%1$s", "resourceVersion": "%2$s"},
               "csi": {"driver": "test.csi.example.com", "volumeHandle": "volume-pvc-%1$s", "fsType": "xfs"}}}
            """.formatted(uid, version)));
    }

    /** Only the first ten, and what lasts for more than 5 s, are told of when they begin: docs/differences.md. */
    @Test
    void ofManyAtOnceTheEndIsTold() throws InterruptedException {
        int many = 30;
        var creations = provisioner.driver.faults().hold(many, CREATE);
        provisioner.createClass("fast", "");
        for (int i = 0; i < many; i++) {
            provisioner.createClaim("data-" + i);
        }
        provisioner.driver.awaitCalls(many, CREATE);

        creations.release();

        provisioner.api.awaitCalls(many, TestedProgram.event("ProvisioningSucceeded", "Successfully"));
        assertThat(provisioner.api.calls(TestedProgram.event("Provisioning", "is provisioning volume")))
                .hasSizeBetween(10, many - 1);
    }

    @Test
    void aDeletedClaimIsNotToldOfItsVolume() throws InterruptedException {
        var creation = provisioner.driver.faults().hold(1, CREATE);
        provisioner.createClass("fast", "");
        String gone = provisioner.createClaim("gone");
        creation.awaitArrival();
        provisioner.api.delete("persistentvolumeclaims", "team", "gone");
        // What comes after the deletion in the same watch is known, so the deletion is.
        provisioner.awaitVolume(provisioner.createClaim("data"));

        creation.release();

        provisioner.awaitVolume(gone);
        provisioner.stop();
        assertThat(provisioner.api.calls(TestedProgram.event("ProvisioningSucceeded", gone)))
                .isEmpty();
    }

    @Test
    void lateBindingWaitsForTheNode() throws InterruptedException {
        provisioner.createClass("fast", "\"volumeBindingMode\": \"WaitForFirstConsumer\"");
        provisioner.createClaim("unused");
        String uid = provisioner.createClaim("data");

        annotate("data", "volume.kubernetes.io/selected-node", "n1");

        provisioner.awaitVolume(uid);
        assertThat(provisioner.volumesMade()).containsExactly("pvc-" + uid);
    }

    @Test
    void anUnavailableDriverIsToldOfAndTriedAgainWithTheSameCall() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        provisioner
                .driver
                .faults()
                .fail(2, CREATE, Status.UNAVAILABLE.withDescription("server nfs.example.com is down"));
        provisioner.createClass("fast", "");

        String uid = provisioner.createClaim("data");

        provisioner.awaitEvent(
                "ProvisioningFailed", "rpc error: code = Unavailable desc = server nfs.example.com is down");
        provisioner.awaitVolume(uid);
        assertThat(calls()).hasSize(3).containsOnly(calls().getFirst());
    }

    @Test
    void aDeletedClaimInProgressGetsAFinalAnswer() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        provisioner.driver.faults().failAll(CREATE, Status.DEADLINE_EXCEEDED);
        provisioner.createClass("fast", "");
        String uid = provisioner.createClaim("data");
        provisioner.awaitEvent("ProvisioningFailed", "DeadlineExceeded");
        provisioner.api.delete("persistentvolumeclaims", "team", "data");
        provisioner.api.awaitGone("persistentvolumeclaims", "team", "data");

        provisioner.driver.faults().clear();

        provisioner.awaitVolume(uid);
    }

    @Test
    void aFinalAnswerEndsTheCallsForADeletedClaim() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        provisioner.driver.faults().fail(10, CREATE, Status.DEADLINE_EXCEEDED);
        provisioner.driver.faults().failAll(CREATE, Status.INTERNAL);
        provisioner.createClass("fast", "");
        provisioner.createClaim("gone");
        provisioner.awaitEvent("ProvisioningFailed", "DeadlineExceeded");
        provisioner.api.delete("persistentvolumeclaims", "team", "gone");
        provisioner.awaitEvent("ProvisioningFailed", "Internal");

        provisioner.driver.faults().clear();
        String uid = provisioner.createClaim("data");

        provisioner.awaitVolume(uid);
        assertThat(provisioner.volumesMade()).containsExactly("pvc-" + uid);
    }

    @Test
    void infeasibleArgumentsAreNotTriedAgainAtOnce() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        provisioner.driver.faults().failAll(CREATE, Status.INVALID_ARGUMENT.withDescription("bad"));
        provisioner.createClass("fast", "");
        provisioner.createClaim("data");
        provisioner.awaitEvent(
                "ProvisioningFailed",
                "Volume provisioning failed with infeasible error. Retries will be delayed. "
                        + "rpc error: code = InvalidArgument desc = bad");

        annotate("data", "touched", "yes");
        String next = provisioner.createClaim("next");

        provisioner.awaitEvent("ProvisioningFailed", next);
        assertThat(calls()).hasSize(2);
    }

    @Test
    void aClassMadeAnewLiftsTheRest() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        invariants.expectErrors("claim waits for its class");
        provisioner.driver.faults().fail(1, CREATE, Status.INVALID_ARGUMENT);
        provisioner.createClass("fast", "");
        String uid = provisioner.createClaim("data");
        provisioner.awaitEvent("ProvisioningFailed", "infeasible");

        provisioner.api.delete("storageclasses", "", "fast");
        provisioner.createClass("fast", "");

        provisioner.awaitVolume(uid);
    }

    @Test
    void aClaimWithContentIsNeverGivenAnEmptyVolume() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        provisioner.createClass("fast", "");
        provisioner.createClaim(
                "data",
                "",
                ", \"dataSource\": {\"apiGroup\": \"snapshot.storage.k8s.io\", \"kind\": \"VolumeSnapshot\", \"name\":"
                        + " \"s\"}");

        provisioner.awaitEvent("ProvisioningFailed", "driver test.csi.example.com does not restore snapshots");

        assertThat(calls()).isEmpty();
    }

    @Test
    void populatorsAreLeftAlone() throws InterruptedException {
        provisioner.createClass("fast", "");
        provisioner.createClaim(
                "data",
                "",
                ", \"dataSourceRef\": {\"apiGroup\": \"example.com\", \"kind\": \"Recipe\", \"name\": \"r\"}");

        provisioner.awaitEvent("Provisioning", "Assuming an external populator will provision the volume");

        assertThat(calls()).isEmpty();
    }

    @Test
    void claimsOfOthersAndBoundOnesAreLeftAlone() throws InterruptedException {
        provisioner.createClass("fast", "");
        provisioner.createClaim("other", ", \"volume.kubernetes.io/storage-provisioner\": \"other.example.com\"", "");
        provisioner.createClaim("bound", "", ", \"volumeName\": \"pv-1\"");

        String uid = provisioner.createClaim("data");

        provisioner.awaitVolume(uid);
        assertThat(provisioner.volumesMade()).containsExactly("pvc-" + uid);
    }

    @Test
    void secretsAreReadForTheCallAndNamedInTheVolume() throws InterruptedException {
        provisioner.api.create("""
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key", "namespace": "team"},
             "data": {"user": "dQ=="}}
            """);
        provisioner.createClass("fast", """
            "parameters": {"csi.storage.k8s.io/provisioner-secret-name": "key",
              "csi.storage.k8s.io/provisioner-secret-namespace": "${pvc.namespace}"}
            """);

        String uid = provisioner.createClaim("data");

        var annotations =
                provisioner.awaitVolume(uid).getAsJsonObject("metadata").getAsJsonObject("annotations");
        assertThat(annotations
                        .get("volume.kubernetes.io/provisioner-deletion-secret-name")
                        .getAsString())
                .isEqualTo("key");
        assertThat(calls())
                .singleElement()
                .satisfies(call -> assertThat(call.getSecretsMap()).isEqualTo(Map.of("user", "u")));
    }

    @Test
    void aMissingSecretIsNamed() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        provisioner.createClass("fast", """
            "parameters": {"csi.storage.k8s.io/secret-name": "key", "csi.storage.k8s.io/secret-namespace": "team"}
            """);

        provisioner.createClaim("data");

        provisioner.awaitEvent("ProvisioningFailed", "cannot read secret team/key: not found");
        assertThat(calls()).isEmpty();
    }

    private List<CreateVolumeRequest> calls() {
        return provisioner.calls(CreateVolumeRequest.class);
    }

    private void annotate(String claim, String key, String value) {
        provisioner.api.edit(
                "persistentvolumeclaims",
                "team",
                claim,
                object -> annotations(object).addProperty(key, value));
    }

    private static JsonObject annotations(JsonObject object) {
        return object.getAsJsonObject("metadata").getAsJsonObject("annotations");
    }
}
