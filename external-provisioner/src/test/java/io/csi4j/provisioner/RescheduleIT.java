package io.csi4j.provisioner;

import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a full segment gives the claim's node back to the scheduler (contract 7.1 and 7.2). */
@Timeout(60)
class RescheduleIT {
    private static final String SELECTED = "volume.kubernetes.io/selected-node";

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private final RunningProvisioner provisioner =
            RunningProvisioner.prepared(RunningProvisioner.TRAITS.at(Map.of("zone", "a")));

    @BeforeEach
    void fill() {
        invariants.expectErrors("no volume for the claim");
        new GivenCluster(provisioner.api).createNode("n1", "a");
        new GivenCluster(provisioner.api).createNode("n2", "b");
        provisioner.createClass("fast", "");
        provisioner.driver.faults().fail(1, DriverCall.on("CreateVolume"), Status.RESOURCE_EXHAUSTED);
    }

    @AfterEach
    void stop() {
        provisioner.close();
    }

    /** The claim binds at once, so that it gets its volume whatever becomes of the node. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            topology | strict | annotation                             | taken off
            true     | false  | volume.kubernetes.io/selected-node       | true
            true     | true   | volume.kubernetes.io/selected-node       | true
            false    | false  | volume.kubernetes.io/selected-node       | false
            true     | false  | volume.alpha.kubernetes.io/selected-node | false
            true     | false  |                                          | false
            false    | false  |                                          | false
            """)
    void onlyASelectedNodeOfADriverWithTopologyIsTakenOff(
            boolean topology, boolean strict, @Nullable String annotation, boolean takenOff)
            throws InterruptedException {
        provisioner.begin("--feature-gates=Topology=" + topology, "--strict-topology=" + strict);

        String uid = provisioner.createClaim("data", annotation == null ? "" : ", \"" + annotation + "\": \"n1\"", "");

        provisioner.awaitVolume(uid);
        assertThat(provisioner.api.calls(on("update", "persistentvolumeclaims")))
                .hasSize(takenOff ? 1 : 0);
        if (annotation != null) {
            assertThat(annotations().has(annotation)).isNotEqualTo(takenOff);
        }
    }

    @Test
    void aNodeThatCannotBeTakenOffIsTriedAgain() throws InterruptedException {
        invariants.expectErrors("cannot ask for another node");
        provisioner.api.faults().failAll(on("update", "persistentvolumeclaims"), ApiFailure.forbidden("no"));
        provisioner.begin();

        String uid = provisioner.createClaim("data", ", \"" + SELECTED + "\": \"n1\"", "");

        provisioner.awaitVolume(uid);
        assertThat(annotations().get(SELECTED).getAsString()).isEqualTo("n1");
    }

    @Test
    void aClaimThatIsGivenAnotherNodeAsksForThatNodesTopology() throws InterruptedException {
        provisioner.createClass("late", "\"volumeBindingMode\": \"WaitForFirstConsumer\"");
        provisioner.begin("--strict-topology");
        String uid =
                provisioner.createClaim("data", ", \"" + SELECTED + "\": \"n1\"", ", \"storageClassName\": \"late\"");
        provisioner.api.await(
                "persistentvolumeclaims", "team", "data", _ -> !annotations().has(SELECTED));

        provisioner.api.edit(
                "persistentvolumeclaims",
                "team",
                "data",
                claim -> claim.getAsJsonObject("metadata")
                        .getAsJsonObject("annotations")
                        .addProperty(SELECTED, "n2"));

        provisioner.awaitVolume(uid);
        assertThat(provisioner.calls(CreateVolumeRequest.class))
                .extracting(call ->
                        call.getAccessibilityRequirements().getRequisite(0).getSegmentsOrThrow("zone"))
                .containsExactly("a", "b");
    }

    private JsonObject annotations() {
        return provisioner
                .api
                .find("persistentvolumeclaims", "team", "data")
                .orElseThrow()
                .getAsJsonObject("metadata")
                .getAsJsonObject("annotations");
    }
}
