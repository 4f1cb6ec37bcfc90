package io.csi4j.attacher;

import static io.csi4j.attacher.RunningAttacher.FINALIZER;
import static io.csi4j.samples.Samples.aCsiNode;
import static io.csi4j.samples.Samples.aVolume;
import static io.csi4j.samples.Samples.anAttachment;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.csi4j.lab.Ports;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.HttpReply;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Volumes of in-tree plugins, for the driver that took over. */
@Timeout(60)
class InTreeIT {
    private static final String HANDLE = "projects/UNSPECIFIED/zones/UNSPECIFIED/disks/disk-1";
    private static final String DISK = "{\"pdName\": \"disk-1\"}";

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    @Test
    void aDiskIsAttachedByItsHandleAndReleasedWhenItIsDetached() throws InterruptedException {
        try (var attacher = RunningAttacher.start()) {
            attacher.api.create(aCsiNode().json());
            attacher.addToDriver(HANDLE);
            attacher.api.create(inTree("gcePersistentDisk", DISK));
            attacher.api.create(anAttachment().json());
            attacher.awaitAttached();
            assertThat(attacher.volumeFinalizers()).containsExactly(FINALIZER);

            attacher.deleteAttachment();

            attacher.awaitDetached();
            assertThat(attacher.publishes())
                    .singleElement()
                    .satisfies(request -> assertThat(request.getVolumeId()).isEqualTo(HANDLE));
            assertThat(attacher.unpublishes())
                    .singleElement()
                    .satisfies(request -> assertThat(request.getVolumeId()).isEqualTo(HANDLE));
            // Not marked as migrated to this driver, so it is the plugin's again.
            attacher.api.await(
                    "persistentvolumes",
                    "",
                    "volume-1",
                    volume -> RunningAttacher.finalizers(volume).isEmpty());
        }
    }

    @Test
    void aVolumeThatNoDriverKnowsIsRefusedInWords() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        try (var attacher = RunningAttacher.start()) {
            attacher.api.create(aCsiNode().json());
            attacher.api.create(inTree("awsElasticBlockStore", "{\"volumeID\": \"disk\"}"));

            attacher.api.create(anAttachment().json());

            var fault = attacher.awaitFault("attachError", "cannot be attached: need a volume id such as vol-1");
            assertThat(fault.has("errorCode")).isFalse();
            assertThat(attacher.publishes()).isEmpty();
        }
    }

    @Test
    void theMetricsTellCallsForMigratedVolumes() throws InterruptedException, IOException {
        int port = Ports.free();
        var driver = "ebs.csi.aws.com";
        try (var attacher =
                RunningAttacher.prepared(DriverTraits.plain(driver).with(RPC.Type.PUBLISH_UNPUBLISH_VOLUME))) {
            attacher.begin("--http-endpoint=127.0.0.1:" + port);
            attacher.api.create(nodeOf(driver, "node-1"));
            attacher.addToDriver("vol-1");
            attacher.api.create(inTree("awsElasticBlockStore", "{\"volumeID\": \"aws://zone/vol-1\"}"));
            attacher.api.create(anAttachment().of(driver).json());
            attacher.awaitAttached();

            assertThat(HttpReply.get(port, "/metrics").body())
                    .contains(
                            "grpc_status_code=\"OK\",method_name=\"/csi.v1.Controller/ControllerPublishVolume\","
                                    + "migrated=\"true\"} 1",
                            "csi_sidecar_operations_seconds_count{driver_name=\"ebs.csi.aws.com\",grpc_status_code=\"OK\","
                                    + "method_name=\"/csi.v1.Identity/Probe\",migrated=\"false\"} 1");
            assertThat(attacher.driver.calls(DriverCall.on("Probe"))).hasSize(2);
            assertThat(attacher.driver.calls(DriverCall.on("GetPluginInfo"))).hasSize(1);
        }
    }

    /** GCE lists a disk by the project and zone that only the node tells. */
    @Test
    void aListedHandleIsComparedWithTheNodesProjectAndZone() throws InterruptedException {
        var driver = "pd.csi.storage.gke.io";
        var nodeId = "projects/p/zones/z/instances/i";
        var traits = DriverTraits.plain(driver)
                .with(RPC.Type.PUBLISH_UNPUBLISH_VOLUME, RPC.Type.LIST_VOLUMES, RPC.Type.LIST_VOLUMES_PUBLISHED_NODES);
        try (var attacher = RunningAttacher.prepared(traits)) {
            String finalizer = "external-attacher/pd-csi-storage-gke-io";
            attacher.api.create(nodeOf(driver, nodeId));
            attacher.addToDriver("projects/p/zones/z/disks/disk-1", nodeId);
            var volume = inTree("gcePersistentDisk", DISK);
            volume.getAsJsonObject("metadata").add("finalizers", JsonParser.parseString("[\"" + finalizer + "\"]"));
            volume.getAsJsonObject("metadata")
                    .add(
                            "annotations",
                            JsonParser.parseString("{\"pv.kubernetes.io/migrated-to\": \"" + driver + "\"}"));
            attacher.api.create(volume);
            attacher.api.create(anAttachment()
                    .of(driver)
                    .heldBy(finalizer)
                    .attached(Map.of("a", "1"))
                    .json());
            attacher.begin("--reconcile-sync=10ms");

            attacher.driver.awaitCalls(3, DriverCall.on("ListVolumes"));

            assertThat(attacher.publishes()).isEmpty();
        }
    }

    private static JsonObject inTree(String field, String source) {
        var volume = aVolume().json();
        volume.getAsJsonObject("spec").remove("csi");
        volume.getAsJsonObject("spec").add(field, JsonParser.parseString(source));
        return volume;
    }

    private static JsonObject nodeOf(String driver, String nodeId) {
        var node = aCsiNode().json();
        node.add("spec", JsonParser.parseString("""
            {"drivers": [{"name": "%s", "nodeID": "%s", "topologyKeys": []}]}
            """.formatted(driver, nodeId)));
        return node;
    }
}
