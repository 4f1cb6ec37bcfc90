package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.PodManifests;
import io.csi4j.e2e.cluster.StoryManifests;
import io.csi4j.e2e.story.Objects;
import io.csi4j.e2e.story.Share;
import io.csi4j.lab.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of NFS volumes while pods use them, and after: they grow, are read by many, and are archived. */
@ExtendWith({InstalledOnce.class, NodeOnce.class})
class PodVolumesE2E {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CLASS = "pod-volumes";

    private final NfsInstallation installation;
    private final Objects objects;
    private final Share share;

    PodVolumesE2E(NfsInstallation installation) {
        this.installation = installation;
        this.objects = Objects.of(installation);
        this.share = new Share(installation.exported());
    }

    @Test
    void aClaimGrowsUnderARunningPodWithoutTheNode() {
        storageClass("Delete", "");
        objects.apply(StoryManifests.claim("grows-used", CLASS));
        runPod("grows-used", "echo first > /data/file");

        String larger = "{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"2Gi\"}}}}";
        installation.kubectl().run("patch", "pvc", "grows-used", "-n", "default", "--type=merge", "-p", larger);

        Eventually.until("the claim to have grown", PATIENCE, () -> {
            keepResizing();
            return claim("grows-used", "{.status.capacity.storage}").equals("2Gi")
                    && claim("grows-used", "{.status.conditions}").isEmpty();
        });
        String volume = objects.volumeOf("grows-used");
        assertThat(installation.kubectl().get("", "pv/" + volume, "{.spec.capacity.storage}"))
                .isEqualTo("2Gi");
        assertThat(objects.exec("grows-used", "echo second >> /data/file; cat /data/file"))
                .isEqualTo("first\nsecond");
        objects.removeWithPod("grows-used");
        share.awaitGone(volume);
    }

    @Test
    void anArchivedVolumeKeepsItsFilesBesideTheNextOneOfItsName() {
        storageClass("Delete", "\n  onDelete: archive\n  subDir: \"${pvc.metadata.namespace}/${pvc.metadata.name}\"");
        objects.apply(StoryManifests.claim("kept", CLASS));
        runPod("kept", "echo old > /data/file");

        objects.removeWithPod("kept");

        share.awaitText("archived-default/kept/file", "old");
        share.awaitGone("default/kept");
        objects.apply(StoryManifests.claim("kept", CLASS));
        runPod("kept", "echo new > /data/file");
        share.awaitText("default/kept/file", "new");
        assertThat(objects.exec("kept", "ls /data")).isEqualTo("file");
        objects.endPod("kept");
        objects.delete("pvc/kept");
    }

    @Test
    void aClaimForReadersIsReadByTwoPodsAndWrittenByNone() {
        storageClass("Delete", "");
        objects.apply(StoryManifests.claim("read-only", CLASS).replace("ReadWriteMany", "ReadOnlyMany"));
        objects.awaitBound("read-only");
        String volume = objects.volumeOf("read-only");
        assertThat(installation.kubectl().get("", "pv/" + volume, "{.spec.accessModes[*]}"))
                .isEqualTo("ReadOnlyMany");
        share.write(volume + "/file", "for all");

        for (String reader : List.of("reader-1", "reader-2")) {
            objects.apply(PodManifests.pod(reader, "read-only", "true")
                    .replace("claimName: read-only", "claimName: read-only\n        readOnly: true"));
        }

        for (String reader : List.of("reader-1", "reader-2")) {
            objects.awaitRunning(reader);
            assertThat(objects.exec(reader, "cat /data/file; (echo no > /data/file) 2>&1; true"))
                    .startsWith("for all")
                    .contains("Read-only file system");
            objects.endPod(reader);
        }
        objects.delete("pvc/read-only");
        objects.awaitVolumeGone(volume);
    }

    @Test
    void aPodHasSixVolumesAndPartsOfOne() {
        storageClass("Delete", "");
        List<String> claims = IntStream.range(0, 6).mapToObj(i -> "many-" + i).toList();
        claims.forEach(claim -> objects.apply(StoryManifests.claim(claim, CLASS)));
        claims.forEach(objects::awaitBound);

        objects.apply(podOf(claims));
        objects.awaitRunning("many");

        for (String claim : claims) {
            share.awaitText(objects.volumeOf(claim) + "/name", claim);
        }
        share.awaitText(objects.volumeOf("many-0") + "/part/inner", "part");
        objects.endPod("many");
        List<String> volumes = claims.stream().map(objects::volumeOf).toList();
        claims.forEach(claim -> objects.delete("pvc/" + claim));
        volumes.forEach(objects::awaitVolumeGone);
        volumes.forEach(share::awaitGone);
    }

    /** Each volume at a folder of its claim's name, and a folder of the first one at {@code /part}. */
    private static String podOf(List<String> claims) {
        StringBuilder script = new StringBuilder("echo part > /part/inner");
        StringBuilder mounts = new StringBuilder();
        StringBuilder volumes = new StringBuilder();
        for (String claim : claims) {
            script.append("; echo ").append(claim).append(" > /").append(claim).append("/name");
            mounts.append("        - {name: %1$s, mountPath: /%1$s}\n".formatted(claim));
            volumes.append("    - {name: %1$s, persistentVolumeClaim: {claimName: %1$s}}\n".formatted(claim));
        }
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: many, namespace: default}
                spec:
                  containers:
                    - name: main
                      image: csi4j.io/busybox:lab
                      imagePullPolicy: Never
                      command: [sh, -c, "%s; exec sleep 100000"]
                      volumeMounts:
                        - {name: %s, mountPath: /part, subPath: part}
                %s  volumes:
                %s""".formatted(script, claims.getFirst(), mounts, volumes);
    }

    private void storageClass(String policy, String parameters) {
        objects.delete("sc/" + CLASS);
        objects.apply(installation
                .storageClass(CLASS, policy, "Immediate")
                .replace("\nreclaimPolicy:", parameters + "\nreclaimPolicy:"));
    }

    private void runPod(String claim, String script) {
        objects.apply(PodManifests.pod(claim, claim, script));
        objects.awaitRunning(claim);
    }

    /** As kubelet does: a resizer that another test left without its driver is started again. */
    private void keepResizing() {
        if (!installation.resizer().isRunning()) {
            installation.resizer().restart();
        }
    }

    private String claim(String name, String path) {
        return installation.kubectl().get("default", "pvc/" + name, path);
    }
}
