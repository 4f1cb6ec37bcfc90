package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A driver that took over from an in-tree plugin, and what the plugin left behind (contract 4.7 and 8.2). */
@Timeout(60)
class MigratedIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final String DRIVER = "ebs.csi.aws.com";
    private static final String PLUGIN = "kubernetes.io/aws-ebs";

    private final RunningProvisioner provisioner = RunningProvisioner.prepared(DriverTraits.plain(DRIVER));
    private int port;

    @BeforeEach
    void start() throws IOException {
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        provisioner.begin("--http-endpoint=localhost:" + port);
    }

    @AfterEach
    void stop() {
        provisioner.close();
    }

    @Test
    void aReleasedVolumeOfThePluginIsDeletedByItsTranslatedHandle() throws IOException, InterruptedException {
        released("old", "\"awsElasticBlockStore\": {\"volumeID\": \"aws://us-east-1a/vol-1\"}");

        provisioner.api.awaitGone("persistentvolumes", "", "old");

        assertThat(provisioner.calls(DeleteVolumeRequest.class))
                .extracting(DeleteVolumeRequest::getVolumeId)
                .containsExactly("vol-1");
        assertThat(metrics())
                .contains(
                        "csi_sidecar_operations_seconds_count{driver_name=\"" + DRIVER
                                + "\",grpc_status_code=\"OK\",method_name=\"/csi.v1.Controller/DeleteVolume\",migrated=\"true\"} 1")
                .contains("method_name=\"/csi.v1.Identity/Probe\",migrated=\"false\"");
    }

    @Test
    void aVolumeThatCannotBeTranslatedIsNamedAndNeverDeleted() throws InterruptedException {
        invariants.expectErrors("volume is not done yet");

        released("odd", "\"awsElasticBlockStore\": {\"volumeID\": \"aws://us-east-1a/snap-1\"}");

        provisioner.awaitEvent(
                "VolumeFailedDelete",
                "persistentvolume odd cannot be deleted by driver ebs.csi.aws.com: need a volume id such as vol-1");
        assertThat(provisioner.driver.calls(DriverCall.on("DeleteVolume"))).isEmpty();
    }

    @Test
    void aVolumeOfAnotherPluginThatNamesThisDriverIsNeverDeleted() throws InterruptedException {
        invariants.expectErrors("volume is not done yet");

        released("alien", "\"cinder\": {\"volumeID\": \"vol-1\"}");

        provisioner.awaitEvent("VolumeFailedDelete", "it is a volume of another driver");
        assertThat(provisioner.driver.calls(DriverCall.on("DeleteVolume"))).isEmpty();
    }

    @Test
    void aClaimOfThePluginInAClassOfTheDriverGetsItsVolume() throws InterruptedException {
        createClass(DRIVER);

        String uid = createClaim();

        assertThat(provisioner.awaitVolume(uid).toString()).contains("\"driver\":\"" + DRIVER + "\"");
    }

    @Test
    void aClassOfThePluginIsRefusedAsItsParametersAreNotTranslated() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        createClass(PLUGIN);

        createClaim();

        provisioner.awaitEvent("ProvisioningFailed", "its parameters cannot be translated for driver " + DRIVER);
        assertThat(provisioner.volumesMade()).isEmpty();
    }

    private void released(String name, String source) {
        provisioner.api.create("""
            {"apiVersion": "v1", "kind": "PersistentVolume",
             "metadata": {"name": "%s", "finalizers": ["external-provisioner.volume.kubernetes.io/finalizer"],
               "annotations": {"pv.kubernetes.io/provisioned-by": "%s", "pv.kubernetes.io/migrated-to": "%s"}},
             "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
               "persistentVolumeReclaimPolicy": "Delete", %s},
             "status": {"phase": "Released"}}
            """.formatted(name, PLUGIN, DRIVER, source));
    }

    private void createClass(String by) {
        provisioner.createClass("fast", "");
        provisioner.api.edit("storageclasses", "", "fast", it -> it.addProperty("provisioner", by));
    }

    private String createClaim() {
        String uid = provisioner.createClaim("data");
        provisioner.api.edit("persistentvolumeclaims", "team", "data", claim -> {
            var annotations = claim.getAsJsonObject("metadata").getAsJsonObject("annotations");
            annotations.addProperty("volume.kubernetes.io/storage-provisioner", PLUGIN);
            annotations.addProperty("pv.kubernetes.io/migrated-to", DRIVER);
        });
        return uid;
    }

    private String metrics() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
