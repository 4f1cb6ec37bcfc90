package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.NfsNode;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The end of story 11, and of the run's only node: the classes run by name, and this one is the last of those with it. */
@ExtendWith({InstalledOnce.class, NodeOnce.class, StoryDriverOnce.class})
class VanishedNodeE2E {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String POD = "attach-dead";

    private final NfsNode node;
    private final StoryDriver driver;
    private final Kubectl kubectl;

    VanishedNodeE2E(NfsInstallation installation, NfsNode node, StoryDriver driver) {
        this.node = node;
        this.driver = driver;
        this.kubectl = installation.kubectl();
    }

    /**
     * The administrator of a machine that is gone for good taints its node, so that volumes need not wait six minutes
     * for a kubelet to unmount them, and deletes it. The attacher was away meanwhile, and finds only what the
     * attachment itself tells of the node.
     */
    @Test
    void aNodeThatDiesAndIsDeletedKeepsNoVolume() {
        String name = node.machine().name();
        driver.applyPod(POD);
        driver.awaitRunning(POD);
        String attachment = driver.attachmentOf(POD);
        assertThat(driver.nodes(POD)).containsExactly(name);

        node.machine().pause();
        driver.attacher().kill();
        kubectl.run("taint", "node", name, "node.kubernetes.io/out-of-service=nodeshutdown:NoExecute");
        kubectl.run("delete", "pod", POD, "--force", "--grace-period=0");
        Eventually.until(
                "the order to detach",
                PATIENCE,
                () -> !kubectl.get("", attachment, "{.metadata.deletionTimestamp}")
                        .isEmpty());
        kubectl.delete("", "node/" + name);
        kubectl.awaitGone("", "csinode/" + name, PATIENCE);
        driver.attacher().restart();

        driver.awaitDetachedAndRemove(POD);
        assertThat(driver.nodes(POD)).isEmpty();
    }
}
