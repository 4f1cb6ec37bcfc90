package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.controller.storage.Annotations;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.spec.v1.GetCapacityRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A provisioner beside its driver on node {@code n1}, which is in zone {@code a}. */
@Timeout(60)
class NodeDeploymentIT {
    private static final long GIB = 1L << 30;
    private static final String LATE = "\"volumeBindingMode\": \"WaitForFirstConsumer\"";
    private static final String IMMEDIATE = "\"volumeBindingMode\": \"Immediate\"";
    private static final DriverTraits TRAITS =
            RunningProvisioner.TRAITS.with(RPC.Type.GET_CAPACITY).at(Map.of("zone", "a"));

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private RunningProvisioner provisioner;

    @BeforeEach
    void prepare() {
        provisioner = RunningProvisioner.prepared(TRAITS).in(Map.of("NODE_NAME", "n1", "NAMESPACE", "team"));
    }

    @AfterEach
    void stop() {
        provisioner.close();
    }

    @Test
    void aClaimOfThisNodeIsProvisionedHere() throws InterruptedException {
        begin();
        provisioner.createClass("fast", LATE);
        createClaimOn("n2");

        var volume = provisioner.awaitVolume(createClaimOn("n1"));

        assertThat(provisioner.calls(CreateVolumeRequest.class))
                .singleElement()
                .satisfies(call -> assertThat(
                                call.getAccessibilityRequirements().getRequisiteList())
                        .singleElement()
                        .satisfies(term -> assertThat(term.getSegmentsMap()).isEqualTo(Map.of("zone", "a"))));
        assertThat(volume.getAsJsonObject("spec")
                        .getAsJsonObject("csi")
                        .getAsJsonObject("volumeAttributes")
                        .get("storage.kubernetes.io/csiProvisionerIdentity")
                        .getAsString())
                .endsWith("-" + Given.DRIVER + "-n1");
        assertThat(provisioner.api.calls(
                        call -> call.plural().equals("nodes") || call.plural().equals("csinodes")))
                .isEmpty();
    }

    @Test
    void aClaimThatBindsAtOnceIsTakenAndThenProvisioned() throws InterruptedException {
        begin();
        provisioner.createClass("fast", IMMEDIATE);

        String uid = provisioner.createClaim("data");

        provisioner.awaitVolume(uid);
        assertThat(selectedNode("data")).isEqualTo("n1");
        assertThat(provisioner.calls(GetCapacityRequest.class)).singleElement().satisfies(call -> {
            assertThat(call.getAccessibleTopology().getSegmentsMap()).isEqualTo(Map.of("zone", "a"));
            assertThat(call.getVolumeCapabilitiesCount()).isOne();
        });
    }

    @Test
    void aClaimIsLeftToOthersWhileTheyMayTakeIt() throws InterruptedException {
        begin("--node-deployment-base-delay=1h", "--node-deployment-max-delay=24h", "--worker-threads=1");
        provisioner.createClass("fast", IMMEDIATE);
        provisioner.createClaim("waiting");
        String uid = provisioner.createClaim("data", ", \"" + Annotations.SELECTED_NODE + "\": \"n1\"", "");

        // The one worker does not sleep through the pause of the first claim.
        provisioner.awaitVolume(uid);

        assertThat(provisioner.calls(GetCapacityRequest.class)).isEmpty();
        assertThat(selectedNode("waiting")).isEmpty();
    }

    @Test
    void aClaimWaitsForRoomThatADeletedVolumeGives() throws InterruptedException {
        provisioner.driver.setFree(Map.of("zone", "a"), GIB + GIB / 2);
        begin();
        provisioner.createClass("fast", IMMEDIATE);
        String first = provisioner.createClaim("first");
        provisioner.awaitVolume(first);
        String second = provisioner.createClaim("second");
        provisioner.driver.awaitCalls(2, DriverCall.on("GetCapacity"));
        assertThat(selectedNode("second")).isEmpty();

        provisioner.api.delete("persistentvolumeclaims", "team", "first");
        provisioner.release("pvc-" + first);

        provisioner.awaitVolume(second);
    }

    @Test
    void aDriverThatCannotTellTheRoomTakesTheClaimSoThatTheUserHears() throws InterruptedException {
        begin();
        provisioner.driver.faults().failAll(DriverCall.on("GetCapacity"), Status.UNIMPLEMENTED);
        provisioner.createClass("fast", IMMEDIATE);

        provisioner.awaitVolume(provisioner.createClaim("data"));
    }

    @Test
    void aClaimAnotherNodeTookIsNotTakenBack() throws InterruptedException {
        begin();
        provisioner.createClass("fast", IMMEDIATE);
        var hold = provisioner.driver.faults().hold(1, DriverCall.on("GetCapacity"));
        provisioner.createClaim("data");
        hold.awaitArrival();

        provisioner.api.edit(
                "persistentvolumeclaims",
                "team",
                "data",
                claim -> claim.getAsJsonObject("metadata")
                        .getAsJsonObject("annotations")
                        .addProperty(Annotations.SELECTED_NODE, "n2"));
        hold.release();
        String uid = createClaimOn("n1");

        provisioner.awaitVolume(uid);
        assertThat(selectedNode("data")).isEqualTo("n2");
        assertThat(provisioner.api.calls(NodeDeploymentIT::writesClaim)).isEmpty();
    }

    /** Contract 3.3, step 4: the whole of it again, room included. */
    @Test
    void aConflictBringsAnotherTurn() throws InterruptedException {
        begin();
        provisioner.createClass("fast", IMMEDIATE);
        provisioner
                .api
                .faults()
                .fail(1, NodeDeploymentIT::writesClaim, new ApiFailure(409, "Conflict", "somebody was faster"));

        provisioner.awaitVolume(provisioner.createClaim("data"));

        assertThat(provisioner.api.calls(NodeDeploymentIT::writesClaim)).hasSize(2);
        assertThat(provisioner.calls(GetCapacityRequest.class)).hasSize(2);
    }

    @Test
    void aClaimThatCannotBeTakenIsToldOfAndTriedAgain() throws InterruptedException {
        begin();
        provisioner.createClass("fast", IMMEDIATE);
        provisioner.api.faults().fail(1, NodeDeploymentIT::writesClaim, ApiFailure.forbidden("not yours"));

        String uid = provisioner.createClaim("data");

        provisioner.awaitEvent("ProvisioningFailed", "cannot select node n1: ");
        provisioner.awaitVolume(uid);
    }

    @Test
    void aClaimForNoSizeIsTakenWithoutALookAtTheRoom() throws InterruptedException {
        begin();
        provisioner.createClass("fast", IMMEDIATE);

        provisioner.awaitVolume(
                provisioner.createClaim("data", "", ", \"resources\": {\"requests\": {\"storage\": \"0\"}}"));

        assertThat(selectedNode("data")).isEqualTo("n1");
        assertThat(provisioner.calls(GetCapacityRequest.class)).isEmpty();
    }

    @Test
    void aDriverWithoutTopologyIsAskedForItsRoomOnce() throws InterruptedException {
        provisioner.close();
        provisioner = RunningProvisioner.prepared(RunningProvisioner.TRAITS.with(RPC.Type.GET_CAPACITY))
                .in(Map.of("NODE_NAME", "n1"));
        begin();
        provisioner.createClass("fast", IMMEDIATE);

        provisioner.awaitVolume(provisioner.createClaim("data"));

        assertThat(provisioner.calls(GetCapacityRequest.class))
                .singleElement()
                .satisfies(call -> assertThat(call.hasAccessibleTopology()).isFalse());
    }

    @Test
    void whatTheAllowedTopologiesForbidIsNotTaken() throws InterruptedException {
        begin();
        provisioner.createClass(
                "fast",
                IMMEDIATE + ", \"allowedTopologies\": [{\"matchLabelExpressions\": "
                        + "[{\"key\": \"zone\", \"values\": [\"b\"]}]}]");
        provisioner.createClass("anywhere", IMMEDIATE);
        provisioner.createClaim("data");

        String uid = provisioner.createClaim("other", "", "");
        provisioner.api.edit(
                "persistentvolumeclaims",
                "team",
                "other",
                claim -> claim.getAsJsonObject("spec").addProperty("storageClassName", "anywhere"));

        provisioner.awaitVolume(uid);
        assertThat(selectedNode("data")).isEmpty();
    }

    @Test
    void onlyVolumesOfThisNodeAreDeletedAndTouched() throws InterruptedException {
        begin();
        createVolume("foreign", "b");
        createVolume("own", "a");

        provisioner.api.awaitGone("persistentvolumes", "", "own");

        assertThat(provisioner.calls(DeleteVolumeRequest.class))
                .extracting(DeleteVolumeRequest::getVolumeId)
                .containsExactly("own");
        assertThat(provisioner.api.calls(call -> call.name().equals("foreign"))).isEmpty();
    }

    @Test
    void theNodesCapacityIsItsOwn() throws InterruptedException {
        provisioner.driver.setFree(Map.of("zone", "a"), 3 * GIB);
        provisioner.createClass("fast", LATE);
        begin("--enable-capacity", "--capacity-ownerref-level=-1", "--kube-api-capacity-qps=-1");

        var objects = provisioner.api.awaitAll("csistoragecapacities", all -> all.size() == 1);

        JsonObject object = objects.getFirst();
        assertThat(object.getAsJsonObject("metadata").getAsJsonObject("labels").get("csi.storage.k8s.io/managed-by"))
                .hasToString("\"external-provisioner-n1\"");
        assertThat(object.get("nodeTopology")).hasToString("{\"matchLabels\":{\"zone\":\"a\"}}");
        assertThat(object.get("capacity").getAsString()).isEqualTo("3Gi");
    }

    private void begin(String... flags) {
        var all = new ArrayList<>(List.of("--node-deployment", "--node-deployment-base-delay=10ms"));
        all.addAll(List.of(flags));
        provisioner.begin(all.toArray(String[]::new));
    }

    private String createClaimOn(String node) {
        return provisioner.createClaim("on-" + node, ", \"" + Annotations.SELECTED_NODE + "\": \"" + node + "\"", "");
    }

    /** The node a claim of that name is given to; empty if none. */
    private String selectedNode(String claim) {
        var annotations = provisioner
                .api
                .find("persistentvolumeclaims", "team", claim)
                .orElseThrow()
                .getAsJsonObject("metadata")
                .getAsJsonObject("annotations");
        return annotations.has(Annotations.SELECTED_NODE)
                ? annotations.get(Annotations.SELECTED_NODE).getAsString()
                : "";
    }

    /** A released volume that is to be deleted. */
    private void createVolume(String name, String zone) {
        provisioner.api.create("""
            {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "%s",
               "finalizers": ["external-provisioner.volume.kubernetes.io/finalizer"],
               "annotations": {"pv.kubernetes.io/provisioned-by": "%s",
                 "volume.kubernetes.io/provisioner-deletion-secret-name": "",
                 "volume.kubernetes.io/provisioner-deletion-secret-namespace": ""}},
             "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
               "persistentVolumeReclaimPolicy": "Delete", "storageClassName": "fast",
               "csi": {"driver": "%s", "volumeHandle": "%s"},
               "nodeAffinity": {"required": {"nodeSelectorTerms": [{"matchExpressions":
                 [{"key": "zone", "operator": "In", "values": ["%s"]}]}]}}},
             "status": {"phase": "Released"}}
            """.formatted(name, Given.DRIVER, Given.DRIVER, name, zone));
    }

    private static boolean writesClaim(ApiCall call) {
        return call.plural().equals("persistentvolumeclaims") && call.verb().equals("update");
    }
}
