package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.GetCapacityRequest;
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

/** Which look at the capacity follows from which event, where volumes have no place of their own (contract section 9). */
@Timeout(60)
class CapacityRefreshIT {
    private static final Predicate<DriverCall> LOOK = DriverCall.on("GetCapacity");

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private final RunningProvisioner provisioner = RunningProvisioner.prepared(
                    RunningProvisioner.TRAITS.with(RPC.Type.GET_CAPACITY))
            .in(Map.of("NAMESPACE", "team"));

    @BeforeEach
    void begin() throws InterruptedException {
        new GivenCluster(provisioner.api).createNode("n1", "a");
        provisioner.api.edit(
                "csinodes",
                "",
                "n1",
                node -> node.getAsJsonObject("spec")
                        .getAsJsonArray("drivers")
                        .get(0)
                        .getAsJsonObject()
                        .remove("topologyKeys"));
        createClass("fast", "");
        createClass("slow", "");
        provisioner.begin(
                "--enable-capacity",
                "--capacity-for-immediate-binding",
                "--capacity-ownerref-level=-1",
                "--capacity-poll-interval=1h",
                "--kube-api-capacity-qps=-1");
        provisioner.api.awaitAll("csistoragecapacities", all -> all.size() == 2);
    }

    @AfterEach
    void stop() {
        provisioner.close();
    }

    @Test
    void aDriverWithoutKeysHasOneSegmentThatMatchesAllNodes() {
        assertThat(provisioner.api.list("csistoragecapacities"))
                .allSatisfy(object -> assertThat(object.get("nodeTopology")).hasToString("{\"matchLabels\":{}}"));
    }

    @Test
    void aVolumeWithoutAffinityHasItsClassLookedAtWhenItIsMadeAndNothingWhenItIsDeleted() throws InterruptedException {
        String first = "pvc-" + provisioner.createClaim("first");
        provisioner.driver.awaitCalls(3, LOOK);
        provisioner.release(first);
        provisioner.api.awaitGone("persistentvolumes", "", first);

        provisioner.createClaim("second", "", ", \"storageClassName\": \"slow\"");
        provisioner.driver.awaitCalls(4, LOOK);

        assertThat(looks().subList(0, 2)).containsExactlyInAnyOrder("fast", "slow");
        assertThat(looks().subList(2, 4)).containsExactly("fast", "slow");
    }

    /** An attempt that never got to the driver says nothing about its room. */
    @Test
    void onlyAFailureOfTheDriverHasTheClassLookedAt() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        createClass("locked", """
            , "csi.storage.k8s.io/secret-name": "key", "csi.storage.k8s.io/secret-namespace": "team"
            """);
        provisioner.driver.awaitCalls(3, LOOK);
        provisioner.createClaim("data", "", ", \"storageClassName\": \"locked\"");
        provisioner.awaitEvent("ProvisioningFailed", "cannot read secret team/key");
        provisioner.driver.faults().fail(1, DriverCall.on("CreateVolume"), Status.INTERNAL);

        String uid = provisioner.createClaim("other", "", ", \"storageClassName\": \"slow\"");

        provisioner.awaitVolume(uid);
        provisioner.driver.awaitCalls(4, LOOK);
        assertThat(looks().stream().skip(3)).containsOnly("slow");
    }

    /** The driver is told the class as it stands, so its parameters tell which one it was. */
    private List<String> looks() {
        return provisioner.calls(GetCapacityRequest.class).stream()
                .map(call -> call.getParametersOrThrow("class"))
                .toList();
    }

    private void createClass(String name, String parameters) {
        provisioner.createClass(name, "\"parameters\": {\"class\": \"" + name + "\"" + parameters + "}");
    }
}
