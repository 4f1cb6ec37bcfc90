package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverTraits;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What waits is looked at when what it waits for comes, an hour before its backoff is over. Sources: {@link SourceIT}. */
@Timeout(60)
class WakeUpIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private RunningProvisioner provisioner = RunningProvisioner.prepared();

    @AfterEach
    void stop() {
        provisioner.close();
    }

    @Test
    void aClaimIsWokenByItsClass() throws InterruptedException {
        invariants.expectErrors("claim waits for its class");
        provisioner.createClass("there", "");
        begin("--worker-threads=1");
        String uid = provisioner.createClaim("data");
        // The one worker has had the first claim when it has done the second.
        provisioner.awaitVolume(provisioner.createClaim("other", "", ", \"storageClassName\": \"there\""));

        provisioner.createClass("fast", "");

        provisioner.awaitVolume(uid);
    }

    @Test
    void aClaimIsWokenByTheLabelsOfItsNode() throws InterruptedException {
        prepare(RunningProvisioner.TRAITS.at(Map.of("zone", "a")));
        provisioner.createClass("fast", "\"volumeBindingMode\": \"WaitForFirstConsumer\"");
        new GivenCluster(provisioner.api).createNode("n1", "a");
        provisioner.api.edit(
                "nodes", "", "n1", node -> node.getAsJsonObject("metadata").remove("labels"));
        begin();
        String uid = provisioner.createClaim("data", ", \"volume.kubernetes.io/selected-node\": \"n1\"", "");
        provisioner.awaitEvent("ProvisioningFailed", "lacks a label");

        provisioner.api.edit("nodes", "", "n1", node -> {
            var labels = new JsonObject();
            labels.addProperty("zone", "a");
            node.getAsJsonObject("metadata").add("labels", labels);
        });

        provisioner.awaitVolume(uid);
    }

    @Test
    void aClaimIsWokenByTheFirstCsiNodeOfTheDriver() throws InterruptedException {
        prepare(RunningProvisioner.TRAITS.at(Map.of("zone", "a")));
        provisioner.createClass("fast", "");
        new GivenCluster(provisioner.api).createNode("n1", "a");
        provisioner.api.delete("csinodes", "", "n1");
        begin();
        String uid = provisioner.createClaim("data");
        provisioner.awaitEvent("ProvisioningFailed", "registered no topology keys on any node");

        new GivenCluster(provisioner.api).createCsiNode("n1");

        provisioner.awaitVolume(uid);
    }

    @Test
    void aClaimIsWokenByTheKeysThatTheDriverRegistersOnItsNode() throws InterruptedException {
        prepare(RunningProvisioner.TRAITS.at(Map.of("zone", "a")));
        provisioner.createClass("fast", "\"volumeBindingMode\": \"WaitForFirstConsumer\"");
        new GivenCluster(provisioner.api).createNode("n1", "a");
        var spec = provisioner
                .api
                .find("csinodes", "", "n1")
                .orElseThrow()
                .getAsJsonObject("spec")
                .deepCopy();
        provisioner.api.edit(
                "csinodes", "", "n1", node -> node.getAsJsonObject("spec").remove("drivers"));
        begin();
        String uid = provisioner.createClaim("data", ", \"volume.kubernetes.io/selected-node\": \"n1\"", "");
        provisioner.awaitEvent("ProvisioningFailed", "registered no topology keys on node n1");

        provisioner.api.edit("csinodes", "", "n1", node -> node.add("spec", spec));

        provisioner.awaitVolume(uid);
    }

    @Test
    void aVolumeIsWokenByItsDetachment() throws InterruptedException {
        invariants.expectErrors("volume is not done yet");
        invariants.expectErrors("claim waits for its class");
        prepare(RunningProvisioner.TRAITS.with(RPC.Type.PUBLISH_UNPUBLISH_VOLUME));
        begin();
        String name = "pvc-" + provisioner.createClaim("data");
        attach("a", name);
        // The claim waited for its class, so the provisioner knows the attachment long before the volume.
        provisioner.createClass("fast", "");
        provisioner.api.await("persistentvolumes", "", name, _ -> true);
        provisioner.release(name);
        provisioner.awaitEvent("VolumeFailedDelete", "persistentvolume " + name + " is still attached to a node");
        assertThat(provisioner.calls(DeleteVolumeRequest.class)).isEmpty();

        provisioner.api.delete("volumeattachments", "", "a");

        provisioner.api.awaitGone("persistentvolumes", "", name);
    }

    private void attach(String attachment, String volume) {
        provisioner.api.create("""
            {"apiVersion": "storage.k8s.io/v1", "kind": "VolumeAttachment", "metadata": {"name": "%s"},
             "spec": {"attacher": "x", "nodeName": "n", "source": {"persistentVolumeName": "%s"}}}
            """.formatted(attachment, volume));
    }

    private void prepare(DriverTraits traits) {
        invariants.expectErrors("no volume for the claim");
        provisioner.close();
        provisioner = RunningProvisioner.prepared(traits);
    }

    private void begin(String... flags) {
        var patient = new String[flags.length + 2];
        patient[0] = "--retry-interval-start=1h";
        patient[1] = "--retry-interval-max=1h";
        System.arraycopy(flags, 0, patient, 2, flags.length);
        provisioner.begin(patient);
    }
}
