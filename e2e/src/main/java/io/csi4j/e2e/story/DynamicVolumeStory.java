package io.csi4j.e2e.story;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.PodManifests;
import io.csi4j.e2e.cluster.StoryManifests;

/** Stories 2 and 5: a claim, a pod that writes through it, and what is left under Delete and under Retain. */
public final class DynamicVolumeStory {
    private final NfsInstallation installation;
    private final Objects objects;
    private final Share share;

    public DynamicVolumeStory(NfsInstallation installation) {
        this.installation = installation;
        this.objects = Objects.of(installation);
        this.share = new Share(installation.exported());
    }

    public void tell(Teller teller) {
        teller.step("a pod with a claim runs and writes a file, and it is on the server", () -> {
            objects.apply(installation.storageClass("story-delete", "Delete", "Immediate"));
            return writeThrough("dynamic", "story-delete");
        });
        String volume = objects.volumeOf("dynamic");
        teller.step("the claim is deleted; the pod still has it", () -> {
            objects.delete("pvc/dynamic");
            Check.equal("the file in the pod", "hello", objects.exec("dynamic", "cat /data/file"));
        });
        teller.step("the pod ends; claim, volume and directory are gone", () -> {
            objects.endPod("dynamic");
            objects.awaitVolumeGone(volume);
            share.awaitGone(volume);
        });
        tellRetain(teller);
    }

    private void tellRetain(Teller teller) {
        teller.step("the same under Retain", () -> {
            objects.apply(installation.storageClass("story-retain", "Retain", "Immediate"));
            return writeThrough("retained", "story-retain");
        });
        String volume = objects.volumeOf("retained");
        teller.step("pod and claim go; the volume is Released and its file stays", () -> {
            objects.endPod("retained");
            objects.delete("pvc/retained");
            objects.awaitVolumePhase(volume, "Released");
            share.awaitText(volume + "/file", "hello");
        });
        teller.step("the operator clears its claimRef, and it is Available", () -> {
            installation
                    .kubectl()
                    .run(
                            "patch",
                            "pv",
                            volume,
                            "--type=json",
                            "-p",
                            "[{\"op\":\"remove\",\"path\":\"/spec/claimRef\"}]");
            objects.awaitVolumePhase(volume, "Available");
            objects.delete("pv/" + volume);
        });
    }

    private String writeThrough(String name, String storageClass) {
        objects.apply(StoryManifests.claim(name, storageClass));
        objects.apply(PodManifests.pod(name, name, "echo hello > /data/file"));
        objects.awaitRunning(name);
        String volume = objects.volumeOf(name);
        share.awaitText(volume + "/file", "hello");
        return volume;
    }
}
