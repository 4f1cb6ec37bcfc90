package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.PodManifests;
import io.csi4j.e2e.cluster.StoryManifests;
import io.csi4j.e2e.story.Objects;
import io.csi4j.e2e.story.Share;
import io.csi4j.lab.SourceKinds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Story 10: what one pod has written is read by another from a clone and from a restored snapshot. */
@ExtendWith({InstalledOnce.class, NodeOnce.class})
class CopiesE2E {
    private static final String CLASS = "copies";

    private final NfsInstallation installation;
    private final Objects objects;
    private final Share share;

    CopiesE2E(NfsInstallation installation) {
        this.installation = installation;
        this.objects = Objects.of(installation);
        this.share = new Share(installation.exported());
    }

    @BeforeEach
    void storageClass() {
        objects.apply(installation.storageClass(CLASS, "Delete", "Immediate"));
        SourceKinds.install(installation.kubectl());
    }

    @Test
    void aCloneHasTheFilesOfItsOriginalAndGoesItsOwnWay() {
        claimWritten("original", "first");

        claimFrom("clone", "{kind: PersistentVolumeClaim, name: original}");

        runPod("clone", "cat /data/file > /data/read; echo second > /data/file");
        assertThat(objects.exec("clone", "cat /data/read")).isEqualTo("first");
        assertThat(objects.exec("original", "cat /data/file")).isEqualTo("first");
        remove("original");
        assertThat(objects.exec("clone", "cat /data/file"))
                .as("after its original has gone")
                .isEqualTo("second");
        remove("clone");
    }

    @Test
    void aRestoredClaimHasTheFilesAsTheyWereWhenTheSnapshotWasTaken() {
        claimWritten("living", "before");
        try (var snapshotter = Snapshotter.of(installation)) {
            String id = snapshotter.take("evening", "living");
            objects.exec("living", "echo after > /data/file; echo more > /data/more");

            claimFrom("restored", "{apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: evening}");

            runPod("restored", "true");
            assertThat(objects.exec("restored", "ls /data; cat /data/file")).isEqualTo("file\nbefore");
            assertThat(objects.exec("living", "cat /data/file")).isEqualTo("after");
            snapshotter.delete("evening", id);
        }
        remove("restored");
        remove("living");
    }

    private void claimWritten(String name, String text) {
        objects.apply(StoryManifests.claim(name, CLASS));
        runPod(name, "echo " + text + " > /data/file");
    }

    private void claimFrom(String name, String source) {
        objects.apply(StoryManifests.claim(name, CLASS) + "  dataSource: " + source + "\n");
        objects.awaitBound(name);
    }

    private void runPod(String claim, String script) {
        objects.apply(PodManifests.pod(claim, claim, script));
        objects.awaitRunning(claim);
    }

    private void remove(String claim) {
        share.awaitGone(objects.removeWithPod(claim));
    }
}
