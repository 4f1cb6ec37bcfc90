package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.NfsNode;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import io.csi4j.testkit.Faults.Hold;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Story 9 with a pod on a real node: a driver whose volumes need the node to grow. */
@ExtendWith({InstalledOnce.class, NodeOnce.class, StoryDriverOnce.class})
class ExpansionE2E {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String NAMESPACE = "default";
    private static final String CONDITIONS = "{.status.conditions[*].type}";
    private static final String SIZE_BEFORE =
            "{.metadata.annotations.volume\\.alpha\\.kubernetes\\.io/pre-resize-capacity}";

    private final NfsNode node;
    private final StoryDriver driver;
    private final Kubectl kubectl;

    ExpansionE2E(NfsInstallation installation, NfsNode node, StoryDriver driver) {
        this.node = node;
        this.driver = driver;
        this.kubectl = installation.kubectl();
    }

    @AfterEach
    void nothingHeld() {
        driver.controller().faults().clear();
    }

    @Test
    void theNodeFinishesWhatTheControllerBeganWhileThePodRuns() throws InterruptedException {
        runningPod("grown");
        Hold growing = driver.controller().faults().hold(1, DriverCall.on("ControllerExpandVolume"));

        request("grown", "2Gi");
        growing.awaitArrival();
        await("grown", CONDITIONS, "Resizing");
        NodeProcess.storyNode(node.machine()).pause();
        growing.release();
        try {
            awaitThat("grown", CONDITIONS, types -> types.contains("FileSystemResizePending"));
            assertThat(claim("grown", "{.status.capacity.storage}")).isEqualTo("1Gi");
            assertThat(volume("grown", "{.spec.capacity.storage}")).isEqualTo("2Gi");
            assertThat(volume("grown", SIZE_BEFORE)).isEqualTo("1Gi");
        } finally {
            NodeProcess.storyNode(node.machine()).resume();
        }

        await("grown", "{.status.capacity.storage}", "2Gi");
        await("grown", CONDITIONS, "");
        assertThat(kubectl.exec(NAMESPACE, "grown", "cat", "/data/" + StoryNode.SIZE))
                .isEqualTo("2147483648");
        assertThat(claim("grown", "{.status.allocatedResourceStatuses}")).isEmpty();
        Eventually.until(
                "the size before to be forgotten",
                PATIENCE,
                () -> volume("grown", SIZE_BEFORE).isEmpty());
        end("grown");
    }

    @Test
    void aSizeTheDriverCannotGiveIsRecoveredByLoweringTheRequest() {
        runningPod("too-big");
        driver.controller()
                .faults()
                .failAll(
                        call -> call.request() instanceof ControllerExpandVolumeRequest request
                                && request.getCapacityRange().getRequiredBytes() > 10L << 30,
                        Status.OUT_OF_RANGE.withDescription("at most 10Gi"));

        request("too-big", "100Gi");
        await("too-big", "{.status.allocatedResourceStatuses.storage}", "ControllerResizeInfeasible");
        assertThat(claim("too-big", "{.status.conditions[?(@.type==\"ControllerResizeError\")].message}"))
                .contains("at most 10Gi");
        assertThat(claim("too-big", "{.status.capacity.storage}")).isEqualTo("1Gi");

        request("too-big", "3Gi");

        await("too-big", "{.status.capacity.storage}", "3Gi");
        await("too-big", CONDITIONS, "");
        assertThat(claim("too-big", "{.status.allocatedResourceStatuses}")).isEmpty();
        assertThat(claim("too-big", "{.status.allocatedResources.storage}")).isEqualTo("3Gi");
        assertThat(kubectl.exec(NAMESPACE, "too-big", "cat", "/data/" + StoryNode.SIZE))
                .isEqualTo("3221225472");
        end("too-big");
    }

    private void runningPod(String name) {
        driver.applyPod(name);
        driver.awaitRunning(name);
    }

    private void end(String name) {
        kubectl.delete(NAMESPACE, "pod/" + name);
        driver.awaitDetachedAndRemove(name);
    }

    private void request(String claim, String size) {
        String body = "{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"" + size + "\"}}}}";
        kubectl.run("patch", "pvc", claim, "-n", NAMESPACE, "--type=merge", "-p", body);
    }

    private void await(String claim, String path, String value) {
        awaitThat(claim, path, value::equals);
    }

    private void awaitThat(String claim, String path, Predicate<String> expected) {
        Eventually.until(path + " of " + claim + " to be as expected", PATIENCE, () -> {
            driver.keepRunning();
            return expected.test(claim(claim, path));
        });
    }

    private String claim(String name, String path) {
        return kubectl.get(NAMESPACE, "pvc/" + name, path);
    }

    private String volume(String name, String path) {
        return kubectl.get("", "pv/" + name, path);
    }
}
