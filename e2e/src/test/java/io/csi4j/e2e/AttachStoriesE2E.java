package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.NfsNode;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.testkit.Faults.Hold;
import io.csi4j.testkit.driver.DriverCall;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Story 11 with pods on a real node: a driver that requires attach. */
@ExtendWith({InstalledOnce.class, NodeOnce.class, StoryDriverOnce.class})
class AttachStoriesE2E {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String NAMESPACE = "default";
    private static final String FINALIZER = "external-attacher/story-csi4j-io";
    private static final Predicate<DriverCall> PUBLISH = DriverCall.on("ControllerPublishVolume");
    private static final Predicate<DriverCall> UNPUBLISH = DriverCall.on("ControllerUnpublishVolume");

    private final NfsNode node;
    private final StoryDriver driver;
    private final Kubectl kubectl;

    AttachStoriesE2E(NfsInstallation installation, NfsNode node, StoryDriver driver) {
        this.node = node;
        this.driver = driver;
        this.kubectl = installation.kubectl();
    }

    @AfterEach
    void nothingHeld() {
        driver.controller().faults().clear();
    }

    @Test
    void aPodGetsAnAttachedVolumeWhichIsDetachedWhenThePodGoes() {
        String attachment = runningPod("attach-simple");

        assertThat(kubectl.get("", attachment, "{.status.attached}")).isEqualTo("true");
        assertThat(kubectl.get("", attachment, "{.status.attachmentMetadata}"))
                .isEqualTo("{\"fake-node\":\"" + node.machine().name() + "\"}");
        assertThat(kubectl.exec(NAMESPACE, "attach-simple", "cat", "/data/" + StoryNode.CONTEXT))
                .isEqualTo("{fake-node=" + node.machine().name() + "}");
        assertThat(kubectl.get("", attachment, "{.metadata.finalizers}")).isEqualTo("[\"" + FINALIZER + "\"]");
        assertThat(kubectl.get("", "pv/attach-simple", "{.metadata.finalizers}"))
                .contains(FINALIZER);

        kubectl.delete(NAMESPACE, "pod/attach-simple");

        endsDetached("attach-simple");
    }

    @Test
    void aPodThatIsDeletedByForceLeavesNothingAttached() {
        runningPod("attach-forced");

        kubectl.run("delete", "pod", "attach-forced", "--force", "--grace-period=0");

        endsDetached("attach-forced");
    }

    @Test
    void anAttacherKilledBeforeItsCallsDoesThemAfterItsRestart() {
        driver.attacher().kill();
        driver.applyPod("attach-before");
        Eventually.until(
                "an attachment",
                PATIENCE,
                () -> !driver.attachmentOf("attach-before").isEmpty());
        driver.attacher().restart();
        driver.awaitRunning("attach-before");
        assertThat(driver.nodes("attach-before")).containsExactly(node.machine().name());

        driver.attacher().kill();
        kubectl.delete(NAMESPACE, "pod/attach-before");
        kubectl.awaitGone(NAMESPACE, "pod/attach-before", PATIENCE);
        driver.attacher().restart();

        endsDetached("attach-before");
    }

    @Test
    void anAttacherKilledInItsCallsFinishesThemAfterItsRestart() throws InterruptedException {
        Hold attaching = driver.controller().faults().hold(1, PUBLISH);
        driver.applyPod("attach-amid");
        attaching.awaitArrival();
        driver.attacher().kill();
        attaching.release();
        driver.attacher().restart();
        driver.awaitRunning("attach-amid");
        assertThat(driver.nodes("attach-amid")).containsExactly(node.machine().name());

        Hold detaching = driver.controller().faults().hold(1, UNPUBLISH);
        kubectl.delete(NAMESPACE, "pod/attach-amid");
        detaching.awaitArrival();
        driver.attacher().kill();
        detaching.release();
        driver.attacher().restart();

        endsDetached("attach-amid");
    }

    @Test
    void aPodBeyondTheNodesLimitWaitsUntilAnotherIsGone() {
        runningPod("limit-1");
        runningPod("limit-2");
        driver.applyPod("limit-3");

        Eventually.until(
                "the scheduler to say that the node is full",
                PATIENCE,
                () -> kubectl.get(
                                NAMESPACE,
                                "pod/limit-3",
                                "{.status.conditions[?(@.reason==\"Unschedulable\")].message}")
                        .contains("exceed max volume count"));
        assertThat(driver.attachmentOf("limit-3")).isEmpty();

        kubectl.delete(NAMESPACE, "pod/limit-1");
        endsDetached("limit-1");

        driver.awaitRunning("limit-3");
        kubectl.run("delete", "pod", "limit-2", "limit-3", "--wait=false");
        endsDetached("limit-2");
        endsDetached("limit-3");
    }

    /** Answers the attachment of the pod's volume. */
    private String runningPod(String name) {
        driver.applyPod(name);
        driver.awaitRunning(name);
        assertThat(driver.nodes(name)).containsExactly(node.machine().name());
        return driver.attachmentOf(name);
    }

    private void endsDetached(String name) {
        driver.awaitDetachedAndRemove(name);
        assertThat(driver.nodes(name)).isEmpty();
    }
}
