package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.PodManifests;
import io.csi4j.e2e.cluster.StoryManifests;
import io.csi4j.e2e.story.Objects;
import io.csi4j.e2e.story.Share;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a pod sees of its NFS volume: options, modes, owners, and where its files are on the server. */
@ExtendWith({InstalledOnce.class, NodeOnce.class})
class PodMountsE2E {
    private static final int USER = 1234;
    private static final int GROUP = 2345;

    private final NfsInstallation installation;
    private final Objects objects;
    private final Share share;

    PodMountsE2E(NfsInstallation installation) {
        this.installation = installation;
        this.objects = Objects.of(installation);
        this.share = new Share(installation.exported());
    }

    @AfterEach
    void removeAll() {
        objects.endPod("mounted");
        if (installation.kubectl().exists("default", "pvc/mounted")) {
            String volume = objects.volumeOf("mounted");
            objects.delete("pvc/mounted");
            objects.awaitVolumeGone(volume);
        }
        objects.delete("sc/mounted");
    }

    @Test
    void theOptionsOfTheClassAreThoseOfTheMount() {
        storageClass("", "rsize=65536, wsize=65536, noac, timeo=500");

        runPod(PodManifests.pod("mounted", "mounted", "true"));

        assertThat(objects.exec("mounted", "grep ' /data ' /proc/mounts"))
                .contains(" nfs4 rw,", "vers=4.1", "hard", "rsize=65536", "wsize=65536", "noac", "timeo=500");
    }

    @Test
    void theDirectoryHasTheModeThatTheClassAsksFor() {
        storageClass("mountPermissions: \"02770\"", "noac");

        runPod(PodManifests.pod("mounted", "mounted", "true"));

        assertThat(objects.exec("mounted", "stat -c %a /data")).isEqualTo("2770");
    }

    @Test
    void aSubDirTemplateSaysWhereTheFilesAre() {
        storageClass("subDir: \"${pvc.metadata.namespace}/${pvc.metadata.name}/${pv.metadata.name}\"", "noac");

        runPod(PodManifests.pod("mounted", "mounted", "echo found > /data/file"));

        String volume = objects.volumeOf("mounted");
        share.awaitText("default/mounted/" + volume + "/file", "found");
        objects.endPod("mounted");
        objects.delete("pvc/mounted");
        objects.awaitVolumeGone(volume);
        share.awaitGone("default/mounted/" + volume);
    }

    @Test
    void thePodsGroupMayWriteAndItsFilesAreTheGroups() {
        storageClass("", "noac");

        runPod(PodManifests.podOf(USER, GROUP, "mounted", "mounted", "echo mine > /data/file"));

        assertThat(objects.exec("mounted", "stat -c '%u %g' /data/file; stat -c %g /data"))
                .isEqualTo(USER + " " + GROUP + "\n" + GROUP);
    }

    @Test
    void aVolumeMountedToBeReadRefusesToBeWritten() {
        storageClass("", "noac");

        runPod(PodManifests.pod("mounted", "mounted", "true")
                .replace("claimName: mounted", "claimName: mounted\n        readOnly: true"));

        assertThat(objects.exec("mounted", "(echo no > /data/file) 2>&1; ls /data | wc -l"))
                .contains("Read-only file system")
                .endsWith("0");
    }

    private void storageClass(String parameter, String options) {
        String standard = installation.storageClass("mounted", "Delete", "Immediate");
        objects.apply(standard.replace("mountOptions: [", "mountOptions: [" + options + ", ")
                .replace(
                        "\nreclaimPolicy:",
                        parameter.isEmpty() ? "\nreclaimPolicy:" : "\n  " + parameter + "\nreclaimPolicy:"));
        objects.apply(StoryManifests.claim("mounted", "mounted"));
    }

    private void runPod(String manifest) {
        objects.apply(manifest);
        objects.awaitRunning("mounted");
    }
}
