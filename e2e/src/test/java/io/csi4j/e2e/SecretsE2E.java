package io.csi4j.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.NfsNode;
import io.csi4j.e2e.cluster.PodManifests;
import io.csi4j.e2e.cluster.StoryManifests;
import io.csi4j.e2e.story.Objects;
import io.csi4j.lab.Kubectl;
import io.csi4j.spec.v1.ControllerPublishVolumeRequest;
import io.csi4j.spec.v1.ControllerUnpublishVolumeRequest;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.testkit.driver.DriverCall;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Story 12 with a pod on a real node: a class that names a secret for every call on the way to it. */
@ExtendWith({InstalledOnce.class, NodeOnce.class, StoryDriverOnce.class})
class SecretsE2E {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String NAMESPACE = "default";
    private static final String CLASS = "secrets";

    /** What every secret holds; the name of its one entry says which secret it is. */
    private static final String CONTENT = "hush-hush";

    private final StoryDriver driver;
    private final Kubectl kubectl;
    private final Objects objects;
    private final Claims claims;

    SecretsE2E(NfsInstallation installation, NfsNode node, StoryDriver driver) {
        this.driver = driver;
        this.kubectl = installation.kubectl();
        this.objects = Objects.of(installation);
        this.claims = new Claims(installation);
        node.awaitRegistered(StoryDriver.NAME);
    }

    /** The rights are those that the manifests of the two programs have in a comment, for this namespace only. */
    @BeforeEach
    void classAndRights() {
        kubectl.apply("""
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: %s}
            provisioner: %s
            parameters:
              csi.storage.k8s.io/provisioner-secret-name: "${pvc.name}-provisioner"
              csi.storage.k8s.io/provisioner-secret-namespace: "${pvc.namespace}"
              csi.storage.k8s.io/controller-publish-secret-name: "${pvc.name}-controller-publish"
              csi.storage.k8s.io/controller-publish-secret-namespace: "${pvc.namespace}"
              csi.storage.k8s.io/node-stage-secret-name: blue-node-stage
              csi.storage.k8s.io/node-stage-secret-namespace: default
              csi.storage.k8s.io/node-publish-secret-name: "${pvc.annotations['team']}-node-publish"
              csi.storage.k8s.io/node-publish-secret-namespace: "${pvc.namespace}"
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: story-secrets, namespace: default}
            rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: story-secrets, namespace: default}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: story-secrets}
            subjects:
              - {kind: ServiceAccount, name: csi-provisioner, namespace: kube-system}
              - {kind: ServiceAccount, name: csi-attacher, namespace: kube-system}
            """.formatted(CLASS, StoryDriver.NAME));
    }

    @AfterEach
    void noClassAndNoSecrets() {
        kubectl.delete("", "storageclass/" + CLASS);
        kubectl.run("delete", "role,rolebinding", "story-secrets", "-n", NAMESPACE);
        kubectl.run("delete", "secrets", "-l", "story=secrets", "-n", NAMESPACE);
    }

    @Test
    void everyCallOnTheWayToThePodGetsItsOwnSecretAndNoLogTellsIt() {
        createSecret("sealed-provisioner", "create");
        createSecret("sealed-controller-publish", "attach");
        createSecret("blue-node-stage", "stage");
        createSecret("blue-node-publish", "publish");

        createClaim("sealed");
        objects.awaitBound("sealed");
        objects.apply(PodManifests.pod("sealed", "sealed", "true"));
        objects.awaitRunning("sealed");

        String volume = objects.volumeOf("sealed");
        assertThat(references(volume, "name")).isEqualTo("sealed-controller-publish blue-node-stage blue-node-publish");
        assertThat(references(volume, "namespace")).isEqualTo("default default default");
        assertThat(objects.exec("sealed", "cat /data/" + StoryNode.STAGE_SECRETS))
                .isEqualTo("{stage=" + CONTENT + "}");
        assertThat(objects.exec("sealed", "cat /data/" + StoryNode.PUBLISH_SECRETS))
                .isEqualTo("{publish=" + CONTENT + "}");
        objects.removeWithPod("sealed", PATIENCE);
        assertThat(told("CreateVolume", volume)).containsOnly(Map.of("create", CONTENT));
        assertThat(told("ControllerPublishVolume", volume)).containsOnly(Map.of("attach", CONTENT));
        assertThat(told("ControllerUnpublishVolume", volume)).containsOnly(Map.of("attach", CONTENT));
        assertThat(told("DeleteVolume", volume)).containsOnly(Map.of("create", CONTENT));
        assertHushed(driver.provisioner().logOfThisLife());
        assertHushed(driver.attacher().logOfThisLife());
    }

    @Test
    void aClaimWhoseSecretIsMissingSaysWhichOneAndIsBoundOnceItIsMade() {
        createClaim("unsealed");
        claims.awaitFailure("unsealed", PATIENCE, "cannot read secret default/unsealed-provisioner: not found");
        assertThat(claims.phase("unsealed")).isEqualTo("Pending");
        String volume = "pvc-" + kubectl.get(NAMESPACE, "pvc/unsealed", "{.metadata.uid}");
        assertThat(told("CreateVolume", volume)).isEmpty();

        createSecret("unsealed-provisioner", "late");

        objects.awaitBound("unsealed");
        assertThat(objects.volumeOf("unsealed")).isEqualTo(volume);
        assertThat(told("CreateVolume", volume)).containsOnly(Map.of("late", CONTENT));
        objects.removeWithPod("unsealed", PATIENCE);
    }

    private void createSecret(String name, String entry) {
        kubectl.create("""
            apiVersion: v1
            kind: Secret
            metadata: {name: %s, namespace: default, labels: {story: secrets}}
            stringData: {%s: %s}
            """.formatted(name, entry, CONTENT));
    }

    private void createClaim(String name) {
        kubectl.create(
                StoryManifests.claim(name, CLASS).replace("metadata:\n", "metadata:\n  annotations: {team: blue}\n"));
    }

    /** A field of what the volume says about the secrets of attaching, staging and publishing. */
    private String references(String volume, String field) {
        String path = "{.spec.csi['controllerPublishSecretRef','nodeStageSecretRef','nodePublishSecretRef'].";
        return kubectl.get("", "pv/" + volume, path + field + "}");
    }

    /** The secrets of each such call for the volume. */
    private List<Map<String, String>> told(String method, String volume) {
        return driver.controller().calls(DriverCall.on(method)).stream()
                .filter(call -> call.request().toString().contains(volume))
                .map(SecretsE2E::secrets)
                .toList();
    }

    private static Map<String, String> secrets(DriverCall call) {
        return switch (call.request()) {
            case CreateVolumeRequest request -> request.getSecretsMap();
            case DeleteVolumeRequest request -> request.getSecretsMap();
            case ControllerPublishVolumeRequest request -> request.getSecretsMap();
            case ControllerUnpublishVolumeRequest request -> request.getSecretsMap();
            default -> throw new IllegalArgumentException("need a call with secrets, got " + call.method());
        };
    }

    /** Neither as the driver gets it nor as the API server gives it; and it would have been there to tell. */
    private static void assertHushed(String log) {
        assertThat(log)
                .contains("***stripped***")
                .doesNotContain(CONTENT)
                .doesNotContain(Base64.getEncoder().encodeToString(CONTENT.getBytes(UTF_8)));
    }
}
