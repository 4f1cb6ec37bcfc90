package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.StoryManifests;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Stories 6 and 7 as far as the control plane decides them: pods are only objects here, on a Node object that nothing
 * stands behind.
 */
@ExtendWith(InstalledOnce.class)
class UseAndAccessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "default";
    private static final String NODE = "paper-node";

    private final Kubectl kubectl;
    private final NfsInstallation installation;
    private final Claims claims;

    UseAndAccessIT(NfsInstallation installation) {
        this.installation = installation;
        this.kubectl = installation.kubectl();
        this.claims = new Claims(installation);
    }

    @BeforeEach
    void storageClassAndNode() {
        kubectl.apply(installation.storageClass("used", "Delete", "Immediate"));
        kubectl.apply("""
            apiVersion: v1
            kind: Node
            metadata:
              name: %1$s
              labels: {kubernetes.io/hostname: %1$s}
            status:
              capacity: {cpu: "4", memory: 4Gi, pods: "10"}
              allocatable: {cpu: "4", memory: 4Gi, pods: "10"}
              conditions: [{type: Ready, status: "True", reason: KubeletReady, message: on paper}]
            """.formatted(NODE));
    }

    @AfterEach
    void noNode() {
        kubectl.delete("", "node/" + NODE);
    }

    @Test
    void aDeletedClaimThatAPodUsesWaitsUntilThePodIsGoneAndSoDoesItsVolume() {
        claims.apply("in-use", "used");
        claims.awaitBound("in-use");
        String volume = claims.volume("in-use");
        kubectl.apply(pod("in-use-pod", "in-use", "nodeName: " + NODE));

        kubectl.delete(NAMESPACE, "pvc/in-use");
        kubectl.delete("", "pv/" + volume);
        Eventually.until(
                "the deletions to be noted",
                PATIENCE,
                () -> !kubectl.get(NAMESPACE, "pvc/in-use", "{.metadata.deletionTimestamp}")
                                .isEmpty()
                        && !kubectl.get("", "pv/" + volume, "{.metadata.deletionTimestamp}")
                                .isEmpty());
        assertThat(kubectl.get(NAMESPACE, "pvc/in-use", "{.metadata.finalizers}"))
                .contains("kubernetes.io/pvc-protection");
        assertThat(claims.directory("in-use")).isDirectory();

        kubectl.run("delete", "pod", "in-use-pod", "-n", NAMESPACE, "--force", "--grace-period=0");

        claims.awaitGone("in-use");
        claims.awaitVolumeGone(volume);
        assertThat(installation.exported().resolve(volume)).doesNotExist();
    }

    @Test
    void aSecondPodIsRefusedAClaimForOnePod() {
        kubectl.apply(StoryManifests.claim("one-pod", "used").replace("ReadWriteMany", "ReadWriteOncePod"));
        claims.awaitBound("one-pod");
        String where = "nodeSelector: {kubernetes.io/hostname: " + NODE + "}";
        kubectl.apply(pod("one-pod-first", "one-pod", where));
        Eventually.until(
                "the first pod to have its node",
                PATIENCE,
                () -> kubectl.get(NAMESPACE, "pod/one-pod-first", "{.spec.nodeName}")
                        .equals(NODE));

        kubectl.apply(pod("one-pod-second", "one-pod", where));

        Eventually.until(
                "the scheduler to refuse the second pod",
                PATIENCE,
                () -> kubectl.get(NAMESPACE, "pod/one-pod-second", "{.status.conditions[*].message}")
                        .contains("ReadWriteOncePod"));
        kubectl.run("delete", "pod", "one-pod-first", "one-pod-second", "-n", NAMESPACE, "--force", "--grace-period=0");
        claims.delete("one-pod");
        claims.awaitGone("one-pod");
    }

    @Test
    void aClaimForABlockDeviceEndsInAnEventThatSaysSo() {
        kubectl.apply(StoryManifests.claim("block", "used").replace("spec:\n", "spec:\n  volumeMode: Block\n"));

        claims.awaitFailure("block", PATIENCE, "block volumes are not supported");
        assertThat(claims.phase("block")).isEqualTo("Pending");
        claims.delete("block");
        claims.awaitGone("block");
    }

    private static String pod(String name, String claim, String where) {
        return """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: default}
            spec:
              %s
              containers: [{name: main, image: none, volumeMounts: [{name: data, mountPath: /data}]}]
              volumes: [{name: data, persistentVolumeClaim: {claimName: %s}}]
            """.formatted(name, where, claim);
    }
}
