package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.lab.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Story 9: a bound NFS claim grows on claim and volume, and no node has a part in it. */
@ExtendWith(InstalledOnce.class)
class ExpansionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final NfsInstallation installation;
    private final Claims claims;

    ExpansionIT(NfsInstallation installation) {
        this.installation = installation;
        this.claims = new Claims(installation);
    }

    @BeforeEach
    void storageClass() {
        installation.kubectl().apply(installation.storageClass("growing", "Delete", "Immediate"));
        awaitResizer();
    }

    /**
     * A resizer that another test left without its driver has ended, and what comes in its place must find the driver
     * and wait for the lease: with the driver paused it would do neither.
     */
    private void awaitResizer() {
        Eventually.until("the resizer to lead", PATIENCE, () -> {
            keepResizing();
            return installation.resizer().logOfThisLife().contains("became leader");
        });
    }

    @Test
    void aBoundClaimGrowsOnClaimAndVolumeWithoutANode() {
        bind("grows");

        request("grows", "2Gi");

        await("grows", "{.status.capacity.storage}", "2Gi");
        assertThat(volume("grows", "{.spec.capacity.storage}")).isEqualTo("2Gi");
        assertThat(volume("grows", "{.metadata.annotations}")).doesNotContain("pre-resize");
        assertThat(claim("grows", "{.status.conditions}")).isEmpty();
        assertThat(claim("grows", "{.metadata.annotations.volume\\.kubernetes\\.io/node-expansion-not-required}"))
                .isEqualTo("true");
        Eventually.until(
                "the event VolumeResizeSuccessful",
                PATIENCE,
                () -> !events("grows", "VolumeResizeSuccessful").isEmpty());
    }

    @Test
    void theClaimSaysThatItGrowsWhileTheDriverDoesNotAnswer() {
        bind("patient");
        installation.plugin().pause();
        try {
            request("patient", "2Gi");

            await("patient", "{.status.conditions[*].type}", "Resizing");
            assertThat(claim("patient", "{.status.allocatedResourceStatuses.storage}"))
                    .isEqualTo("ControllerResizeInProgress");
            assertThat(claim("patient", "{.status.capacity.storage}")).isEqualTo("1Gi");
        } finally {
            installation.plugin().resume();
        }
        await("patient", "{.status.capacity.storage}", "2Gi");
        await("patient", "{.status.conditions}", "");
    }

    @Test
    void aResizerKilledInTheMiddleFinishesAfterItsRestart() {
        bind("killed");
        installation.plugin().pause();
        try {
            request("killed", "3Gi");
            await("killed", "{.status.conditions[*].type}", "Resizing");
            installation.resizer().kill();
        } finally {
            installation.plugin().resume();
        }

        await("killed", "{.status.capacity.storage}", "3Gi");
        assertThat(volume("killed", "{.spec.capacity.storage}")).isEqualTo("3Gi");
    }

    private void bind(String name) {
        claims.apply(name, "growing");
        claims.awaitBound(name);
    }

    private void request(String claim, String size) {
        String body = "{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"" + size + "\"}}}}";
        installation.kubectl().run("patch", "pvc", claim, "-n", "default", "--type=merge", "-p", body);
    }

    private void await(String claim, String path, String value) {
        Eventually.until(path + " of " + claim + " to be " + value, PATIENCE, () -> {
            keepResizing();
            return claim(claim, path).equals(value);
        });
    }

    /** As kubelet does: a resizer that ended is started again. */
    private void keepResizing() {
        if (!installation.resizer().isRunning()) {
            installation.resizer().restart();
        }
    }

    private String claim(String name, String path) {
        return installation.kubectl().get("default", "pvc/" + name, path);
    }

    private String volume(String claim, String path) {
        return installation.kubectl().get("", "pv/" + claims.volume(claim), path);
    }

    private String events(String claim, String reason) {
        String selector = "involvedObject.name=" + claim + ",reason=" + reason;
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
}
