package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.NfsNode;
import io.csi4j.e2e.cluster.PodManifests;
import io.csi4j.e2e.cluster.StoryManifests;
import io.csi4j.e2e.story.Objects;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.Topology;
import io.csi4j.spec.v1.TopologyRequirement;
import io.csi4j.testkit.Faults.Hold;
import io.csi4j.testkit.driver.DriverCall;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Story 8 with a pod on a real node, and the topology that its kubelet told. How one of several nodes and segments is
 * chosen is told to the scheduler in the provisioner's {@code FirstConsumerIT}.
 */
@ExtendWith({InstalledOnce.class, NodeOnce.class, StoryDriverOnce.class})
class FirstConsumerE2E {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String NAMESPACE = "default";
    private static final String CLASS = "first-consumer";
    private static final String CLAIM = "awaited";
    private static final String SELECTED_NODE = "{.metadata.annotations.volume\\.kubernetes\\.io/selected-node}";

    private final NfsNode node;
    private final StoryDriver driver;
    private final Kubectl kubectl;
    private final Objects objects;
    private final Claims claims;

    FirstConsumerE2E(NfsInstallation installation, NfsNode node, StoryDriver driver) {
        this.node = node;
        this.driver = driver;
        this.kubectl = installation.kubectl();
        this.objects = Objects.of(installation);
        this.claims = new Claims(installation);
        node.awaitRegistered(StoryDriver.NAME);
    }

    @AfterEach
    void nothingHeldAndNoClass() {
        driver.controller().faults().clear();
        kubectl.delete("", "storageclass/" + CLASS);
    }

    @Test
    void theVolumeIsMadeForTheNodeThatThePodGoesToAndNoSooner() throws InterruptedException {
        createClassAndClaim();
        String volume = "pvc-" + claim("{.metadata.uid}");
        Predicate<DriverCall> creation = call -> call.request() instanceof CreateVolumeRequest request
                && request.getName().equals(volume);
        Eventually.until("the claim to say that it waits for a pod", PATIENCE, this::saysThatItWaits);
        assertThat(claim("{.status.phase}")).isEqualTo("Pending");
        assertThat(claim(SELECTED_NODE)).isEmpty();
        assertThat(driver.controller().calls(creation)).isEmpty();
        Hold creating = driver.controller().faults().hold(1, creation);

        objects.apply(PodManifests.pod(CLAIM, CLAIM, "true"));

        creating.awaitArrival();
        assertThat(claim(SELECTED_NODE)).isEqualTo(node.machine().name());
        assertThat(claim("{.status.phase}")).isEqualTo("Pending");
        creating.release();
        objects.awaitRunning(CLAIM);
        var here = Topology.newBuilder()
                .putSegments(StoryNode.TOPOLOGY_KEY, StoryNode.ZONE)
                .build();
        assertThat(driver.controller().calls(creation))
                .extracting(call -> call.request(CreateVolumeRequest.class).getAccessibilityRequirements())
                .containsOnly(TopologyRequirement.newBuilder()
                        .addRequisite(here)
                        .addPreferred(here)
                        .build());
        assertThat(kubectl.get("", "pv/" + volume, "{.spec.nodeAffinity.required.nodeSelectorTerms}"))
                .isEqualTo("[{\"matchExpressions\":[{\"key\":\"" + StoryNode.TOPOLOGY_KEY
                        + "\",\"operator\":\"In\",\"values\":[\"" + StoryNode.ZONE + "\"]}]}]");
        objects.removeWithPod(CLAIM, PATIENCE);
    }

    private void createClassAndClaim() {
        kubectl.create("""
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: %s}
            provisioner: %s
            volumeBindingMode: WaitForFirstConsumer
            """.formatted(CLASS, StoryDriver.NAME));
        kubectl.create(StoryManifests.claim(CLAIM, CLASS));
    }

    private boolean saysThatItWaits() {
        return !claims.messages(CLAIM, "WaitForFirstConsumer").isEmpty();
    }

    private String claim(String path) {
        return kubectl.get(NAMESPACE, "pvc/" + CLAIM, path);
    }
}
