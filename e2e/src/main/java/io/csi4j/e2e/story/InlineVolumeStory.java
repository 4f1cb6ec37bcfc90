package io.csi4j.e2e.story;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.PodManifests;

/** Story 4: a volume that a pod names itself. */
public final class InlineVolumeStory {
    private final Objects objects;
    private final Share share;
    private final int port;

    public InlineVolumeStory(NfsInstallation installation) {
        this.objects = Objects.of(installation);
        this.share = new Share(installation.exported());
        this.port = installation.nfsServer().port();
    }

    public void tell(Teller teller) {
        share.makeDirectory("inline");
        teller.step("a pod with an inline volume writes a file, and it is on the server", () -> {
            objects.apply(PodManifests.inlinePod("inline", "inline", port));
            objects.awaitRunning("inline");
            share.awaitText("inline/file", "from-inline");
        });
        teller.step("the pod ends; the file stays, as the driver made nothing", () -> {
            objects.endPod("inline");
            share.awaitText("inline/file", "from-inline");
        });
    }
}
