package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.lab.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stories 2 and 5: a claim becomes a volume and a directory, and what is left of them when the claim goes. */
@ExtendWith(InstalledOnce.class)
class DynamicVolumeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final NfsInstallation installation;
    private final Claims claims;

    DynamicVolumeIT(NfsInstallation installation) {
        this.installation = installation;
        this.claims = new Claims(installation);
    }

    @BeforeEach
    void classes() {
        installation.kubectl().apply(installation.storageClass("dynamic-delete", "Delete", "Immediate"));
        installation.kubectl().apply(installation.storageClass("dynamic-retain", "Retain", "Immediate"));
    }

    @Test
    void aClaimIsBoundToAVolumeNamedAfterItWithADirectoryOnTheShare() {
        claims.apply("bound", "dynamic-delete");

        claims.awaitBound("bound");

        String uid = installation.kubectl().get("default", "pvc/bound", "{.metadata.uid}");
        assertThat(claims.volume("bound")).isEqualTo("pvc-" + uid);
        assertThat(claims.directory("bound")).isDirectory();
    }

    @Test
    void theVolumeCarriesWhatUpstreamsProvisionerWrites() {
        claims.apply("carries", "dynamic-delete");
        claims.awaitBound("carries");

        String volume = "pv/" + claims.volume("carries");

        assertThat(field(volume, "{.spec.csi.driver}")).isEqualTo("nfs.csi.k8s.io");
        assertThat(field(volume, "{.spec.csi.volumeHandle}"))
                .isEqualTo("127.0.0.1#share#" + claims.volume("carries") + "##");
        assertThat(field(volume, "{.spec.csi.volumeAttributes.subdir}")).isEqualTo(claims.volume("carries"));
        assertThat(field(volume, "{.spec.capacity.storage}")).isEqualTo("1Gi");
        assertThat(field(volume, "{.spec.mountOptions}")).contains("nfsvers=4.1");
        assertThat(field(volume, "{.metadata.annotations.pv\\.kubernetes\\.io/provisioned-by}"))
                .isEqualTo("nfs.csi.k8s.io");
        assertThat(field(volume, "{.metadata.finalizers}"))
                .contains("external-provisioner.volume.kubernetes.io/finalizer");
    }

    @Test
    void deletingTheClaimRemovesVolumeAndDirectory() {
        claims.apply("deleted", "dynamic-delete");
        claims.awaitBound("deleted");
        String volume = claims.volume("deleted");
        Path directory = claims.directory("deleted");

        claims.delete("deleted");

        claims.awaitVolumeGone(volume);
        Eventually.until(directory + " to vanish", PATIENCE, () -> !Files.exists(directory));
    }

    @Test
    void underRetainVolumeAndDirectoryStayAndTheVolumeIsReleased() {
        claims.apply("retained", "dynamic-retain");
        claims.awaitBound("retained");
        String volume = claims.volume("retained");
        Path directory = claims.directory("retained");

        claims.delete("retained");

        installation.kubectl().awaitCondition("default", "pv/" + volume, "jsonpath={.status.phase}=Released", PATIENCE);
        assertThat(directory).isDirectory();
    }

    @Test
    void successIsToldByAnEventOfTheClaim() {
        claims.apply("told", "dynamic-delete");
        claims.awaitBound("told");

        Eventually.until(
                "the event ProvisioningSucceeded",
                PATIENCE,
                () -> messages("told", "ProvisioningSucceeded")
                        .equals("Successfully provisioned volume " + claims.volume("told")));
        assertThat(messages("told", "Provisioning"))
                .isEqualTo("External provisioner is provisioning volume for claim \"default/told\"");
    }

    private String messages(String claim, String reason) {
        String selector = "involvedObject.name=" + claim + ",reason=" + reason + ",source!=persistentvolume-controller";
        return installation
                .kubectl()
                .run(
                        "get",
                        "events",
                        "-n",
                        "default",
                        "--field-selector",
                        selector,
                        "-o",
                        "jsonpath={.items[*].message}");
    }

    private String field(String object, String path) {
        return installation.kubectl().get("default", object, path);
    }
}
