package io.csi4j.e2e.story;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.PodManifests;

/** Story 1: volumes an operator wrote by hand, once as NFS and once as CSI, shared by two pods. */
public final class StaticVolumeStory {
    private final Objects objects;
    private final Share share;
    private final int port;

    public StaticVolumeStory(NfsInstallation installation) {
        this.objects = Objects.of(installation);
        this.share = new Share(installation.exported());
        this.port = installation.nfsServer().port();
    }

    public void tell(Teller teller) {
        share.makeDirectory("by-hand-nfs");
        share.makeDirectory("by-hand-csi");
        tell(teller, "by-hand-nfs", PodManifests.staticNfsVolume("by-hand-nfs", port));
        tell(teller, "by-hand-csi", PodManifests.staticCsiVolume("by-hand-csi", port));
    }

    private void tell(Teller teller, String name, String volume) {
        teller.step("a volume written by hand and its claim bind: " + name, () -> {
            objects.apply(volume);
            objects.apply(PodManifests.claimOf(name));
            objects.awaitBound(name);
        });
        teller.step("a pod writes a file, and it is on the server", () -> {
            objects.apply(PodManifests.pod(name + "-writer", name, "echo from-writer > /data/file"));
            objects.awaitRunning(name + "-writer");
            share.awaitText(name + "/file", "from-writer");
        });
        teller.step("a second pod reads it", () -> {
            objects.apply(PodManifests.pod(name + "-reader", name, "true"));
            objects.awaitRunning(name + "-reader");
            Check.equal("what the second pod reads", "from-writer", objects.exec(name + "-reader", "cat /data/file"));
        });
        teller.step("pods and claim go; the volume is kept", () -> {
            objects.endPod(name + "-writer");
            objects.endPod(name + "-reader");
            objects.delete("pvc/" + name);
            objects.awaitVolumePhase(name, "Released");
            share.awaitText(name + "/file", "from-writer");
            objects.delete("pv/" + name);
        });
    }
}
