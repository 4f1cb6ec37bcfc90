package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.GetCapacityRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which look at the capacity follows from which event, where volumes have no place of their own (contract section 9). */
@Timeout(60)
class CapacityRefreshIT {
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
    void aVolumeWithoutAffinityHasItsClassLookedAtWhenItIsMade() throws InterruptedException {
        provisioner.driver.setFree(10L << 30);

        provisioner.createClaim("data");

        provisioner.api.awaitAll(
                "csistoragecapacities",
                all -> all.stream()
                        .anyMatch(object -> object.get("capacity").getAsString().equals("9Gi")));
    }

    /** An attempt that never got to the driver says nothing about its room. */
    @Test
    void onlyAFailureOfTheDriverHasTheClassLookedAt() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        createClass("locked", """
            , "csi.storage.k8s.io/secret-name": "key", "csi.storage.k8s.io/secret-namespace": "team"
            """);
        provisioner.api.awaitAll("csistoragecapacities", all -> all.size() == 3);
        provisioner.createClaim("data", "", ", \"storageClassName\": \"locked\"");
        provisioner.awaitEvent("ProvisioningFailed", "cannot read secret team/key");
        provisioner.driver.faults().fail(1, DriverCall.on("CreateVolume"), Status.INTERNAL);

        String uid = provisioner.createClaim("other", "", ", \"storageClassName\": \"slow\"");

        provisioner.awaitVolume(uid);
        assertThat(looks()).containsOnlyOnce("locked");
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
