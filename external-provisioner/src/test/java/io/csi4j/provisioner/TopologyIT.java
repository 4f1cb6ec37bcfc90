package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.Topology;
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

@Timeout(60)
class TopologyIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private RunningProvisioner provisioner;

    @BeforeEach
    void start() {
        provisioner = RunningProvisioner.prepared(RunningProvisioner.TRAITS.at(Map.of("zone", "a")))
                .begin();
        provisioner.createClass("fast", "\"volumeBindingMode\": \"WaitForFirstConsumer\"");
    }

    @AfterEach
    void stop() {
        provisioner.close();
    }

    @Test
    void theSelectedNodesTopologyIsPreferred() throws InterruptedException {
        createNode("n1", "a");
        createNode("n2", "b");

        String uid = createClaimOn("n2");

        var volume = provisioner.awaitVolume(uid);
        assertThat(calls()).singleElement().satisfies(call -> {
            var requirement = call.getAccessibilityRequirements();
            assertThat(zones(requirement.getRequisiteList())).containsExactly("a", "b");
            assertThat(zones(requirement.getPreferredList())).containsExactly("b", "a");
        });
        assertThat(volume.getAsJsonObject("spec").getAsJsonObject("nodeAffinity"))
                .hasToString("{\"required\":{\"nodeSelectorTerms\":[{\"matchExpressions\":"
                        + "[{\"key\":\"zone\",\"operator\":\"In\",\"values\":[\"b\"]}]}]}}");
    }

    @Test
    void anExhaustedNodeIsTakenOffTheClaim() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        createNode("n1", "a");
        provisioner
                .driver
                .faults()
                .fail(1, DriverCall.on("CreateVolume"), Status.RESOURCE_EXHAUSTED.withDescription("full"));

        createClaimOn("n1");

        provisioner.api.await(
                "persistentvolumeclaims",
                "team",
                "data",
                claim -> !claim.getAsJsonObject("metadata")
                        .getAsJsonObject("annotations")
                        .has("volume.kubernetes.io/selected-node"));
        provisioner.awaitEvent("ProvisioningFailed", "rpc error: code = ResourceExhausted desc = full");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void aNodeWithoutCsiNodeIsTakenOffTheClaim() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        createClaimOn("ghost");

        provisioner.api.await(
                "persistentvolumeclaims",
                "team",
                "data",
                claim -> !claim.getAsJsonObject("metadata")
                        .getAsJsonObject("annotations")
                        .has("volume.kubernetes.io/selected-node"));
        assertThat(calls()).isEmpty();
    }

    private void createNode(String name, String zone) {
        provisioner.api.create("""
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "%s", "labels": {"zone": "%s"}}}
            """.formatted(name, zone));
        provisioner.api.create("""
            {"apiVersion": "storage.k8s.io/v1", "kind": "CSINode", "metadata": {"name": "%s"},
             "spec": {"drivers": [{"name": "%s", "nodeID": "%s", "topologyKeys": ["zone"]}]}}
            """.formatted(name, Given.DRIVER, name));
    }

    private String createClaimOn(String node) {
        return provisioner.createClaim("data", ", \"volume.kubernetes.io/selected-node\": \"" + node + "\"", "");
    }

    private List<CreateVolumeRequest> calls() {
        return provisioner.calls(CreateVolumeRequest.class);
    }

    private static List<String> zones(List<Topology> terms) {
        return terms.stream().map(term -> term.getSegmentsOrThrow("zone")).toList();
    }
}
