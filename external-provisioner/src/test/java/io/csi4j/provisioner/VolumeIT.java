package io.csi4j.provisioner;

import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class VolumeIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final String FINALIZER = "external-provisioner.volume.kubernetes.io/finalizer";

    @Test
    void aReleasedVolumeIsDeletedOnceAndItsObjectGoes() throws InterruptedException {
        try (var provisioner = RunningProvisioner.start()) {
            String name = bound(provisioner);

            provisioner.release(name);

            provisioner.api.awaitGone("persistentvolumes", "", name);
            assertThat(provisioner.volumesMade()).isEmpty();
            assertThat(deletions(provisioner)).hasSize(1);
        }
    }

    @Test
    void aVolumeThatCannotBeDeletedIsToldOfAndTriedAgain() throws InterruptedException {
        invariants.expectErrors("volume is not done yet");
        try (var provisioner = RunningProvisioner.start()) {
            String name = bound(provisioner);
            provisioner
                    .driver
                    .faults()
                    .fail(2, DriverCall.on("DeleteVolume"), Status.INTERNAL.withDescription("disk on fire"));

            provisioner.release(name);

            provisioner.awaitEvent("VolumeFailedDelete", "rpc error: code = Internal desc = disk on fire");
            provisioner.api.awaitGone("persistentvolumes", "", name);
            assertThat(deletions(provisioner)).hasSize(3);
        }
    }

    @Test
    void aVolumeWhoseObjectCannotBeDeletedIsNotDeletedTwiceAtTheDriver() throws InterruptedException {
        invariants.expectErrors("volume is not done yet");
        try (var provisioner = RunningProvisioner.start()) {
            String name = bound(provisioner);
            provisioner.api.faults().fail(2, on("delete", "persistentvolumes"), ApiFailure.forbidden("no"));

            provisioner.release(name);

            provisioner.api.awaitGone("persistentvolumes", "", name);
            assertThat(deletions(provisioner)).hasSize(1);
        }
    }

    @Test
    void aRetainedVolumeLosesOurFinalizerAndStays() throws InterruptedException {
        try (var provisioner = RunningProvisioner.start()) {
            provisioner.createClass("fast", "\"parameters\": {}");
            provisioner.api.edit("storageclasses", "", "fast", it -> it.addProperty("reclaimPolicy", "Retain"));
            String uid = provisioner.createClaim("data");
            provisioner.awaitVolume(uid);

            provisioner.release("pvc-" + uid);

            provisioner.api.await(
                    "persistentvolumes",
                    "",
                    "pvc-" + uid,
                    volume -> !finalizers(volume).contains(FINALIZER));
            assertThat(deletions(provisioner)).isEmpty();
            assertThat(provisioner.volumesMade()).hasSize(1);
        }
    }

    @Test
    void aStaticVolumeIsProtectedWhenBoundAndKeepsOtherFinalizers() throws InterruptedException {
        try (var provisioner = RunningProvisioner.start()) {
            provisioner.api.create("""
                {"apiVersion": "v1", "kind": "PersistentVolume",
                 "metadata": {"name": "static", "finalizers": ["kubernetes.io/pv-protection"]},
                 "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
                   "persistentVolumeReclaimPolicy": "Delete",
                   "csi": {"driver": "%s", "volumeHandle": "static"}},
                 "status": {"phase": "Bound"}}
                """.formatted(Given.DRIVER));

            var volume = provisioner.api.await(
                    "persistentvolumes", "", "static", it -> finalizers(it).contains(FINALIZER));

            assertThat(finalizers(volume)).containsExactlyInAnyOrder("kubernetes.io/pv-protection", FINALIZER);
        }
    }

    @Test
    void deletionUsesTheSecretTheVolumeNamesAndGoesOnWithoutIt() throws InterruptedException {
        invariants.expectErrors("deleting without secrets");
        try (var provisioner = RunningProvisioner.start()) {
            provisioner.api.create("""
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key", "namespace": "team"},
                 "data": {"user": "dQ=="}}
                """);
            provisioner.createClass("fast", """
                "parameters": {"csi.storage.k8s.io/secret-name": "key",
                  "csi.storage.k8s.io/secret-namespace": "team"}
                """);
            String first = bound(provisioner, "first");
            String second = bound(provisioner, "second");

            provisioner.release(first);
            provisioner.api.awaitGone("persistentvolumes", "", first);
            provisioner.api.delete("secrets", "team", "key");
            provisioner.release(second);
            provisioner.api.awaitGone("persistentvolumes", "", second);

            assertThat(deletions(provisioner))
                    .extracting(DeleteVolumeRequest::getSecretsMap)
                    .containsExactly(Map.of("user", "u"), Map.of());
        }
    }

    /** Upstream issue 1469. */
    @Test
    void aVolumeIsNeverDeletedWhileItIsMade() throws InterruptedException {
        invariants.expectErrors("volume is not saved yet");
        try (var provisioner = RunningProvisioner.start()) {
            provisioner.createClass("fast", "");
            String other = bound(provisioner, "other");
            var creation = provisioner.driver.faults().hold(1, DriverCall.on("CreateVolume"));
            String name = "pvc-" + provisioner.createClaim("data");
            creation.awaitArrival();
            provisioner.api.create("""
                {"apiVersion": "v1", "kind": "PersistentVolume",
                 "metadata": {"name": "%1$s", "finalizers": ["%2$s"]},
                 "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
                   "persistentVolumeReclaimPolicy": "Delete",
                   "csi": {"driver": "%3$s", "volumeHandle": "volume-%1$s"}},
                 "status": {"phase": "Released"}}
                """.formatted(name, FINALIZER, Given.DRIVER));

            // The other volume comes to the queue later and is done: the first one has had its turn, and waits.
            provisioner.release(other);
            provisioner.api.awaitGone("persistentvolumes", "", other);
            assertThat(deletions(provisioner)).hasSize(1);
            creation.release();

            provisioner.driver.awaitCalls(2, DriverCall.on("DeleteVolume"));
        }
    }

    @Test
    void aNewVolumeWaitsForADyingOneOfTheSameName() throws InterruptedException {
        invariants.expectErrors("volume is not saved yet");
        try (var provisioner = RunningProvisioner.start()) {
            provisioner.createClass("fast", "");
            var hold = provisioner.driver.faults().hold(1, DriverCall.on("CreateVolume"));
            String uid = provisioner.createClaim("data");
            hold.awaitArrival();
            String name = "pvc-" + uid;
            provisioner.api.create("""
                {"apiVersion": "v1", "kind": "PersistentVolume",
                 "metadata": {"name": "%s", "finalizers": ["example.com/slow"]},
                 "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
                   "claimRef": {"namespace": "team", "name": "data", "uid": "%s"},
                   "csi": {"driver": "other.example.com", "volumeHandle": "old"}}}
                """.formatted(name, uid));
            provisioner.api.delete("persistentvolumes", "", name);

            hold.release();
            provisioner.api.awaitCalls(2, on("create", "persistentvolumes"));
            provisioner.api.edit(
                    "persistentvolumes",
                    "",
                    name,
                    volume -> volume.getAsJsonObject("metadata").add("finalizers", new JsonArray()));

            provisioner.api.await(
                    "persistentvolumes",
                    "",
                    name,
                    volume -> volume.getAsJsonObject("spec")
                            .getAsJsonObject("csi")
                            .get("volumeHandle")
                            .getAsString()
                            .equals("volume-" + name));
        }
    }

    private static String bound(RunningProvisioner provisioner) throws InterruptedException {
        provisioner.createClass("fast", "");
        return bound(provisioner, "data");
    }

    /** Does what the cluster does once a new claim has its volume; answers the volume's name. */
    private static String bound(RunningProvisioner provisioner, String claim) throws InterruptedException {
        String uid = provisioner.createClaim(claim);
        provisioner.awaitVolume(uid);
        provisioner.api.edit(
                "persistentvolumeclaims",
                "team",
                claim,
                object -> object.getAsJsonObject("spec").addProperty("volumeName", "pvc-" + uid));
        return "pvc-" + uid;
    }

    private static List<DeleteVolumeRequest> deletions(RunningProvisioner provisioner) {
        return provisioner.calls(DeleteVolumeRequest.class);
    }

    private static List<String> finalizers(JsonObject volume) {
        var finalizers = volume.getAsJsonObject("metadata").getAsJsonArray("finalizers");
        return finalizers == null ? List.of() : RunningProvisioner.texts(finalizers);
    }
}
