package io.csi4j.e2e.story;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.StoryManifests;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import java.time.Duration;

/** From class to gone: one claim, told step by step. */
public final class ClaimStory {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "default";
    private static final String CLAIM = "my-claim";

    private final NfsInstallation installation;
    private final Objects objects;
    private final Share share;

    public ClaimStory(NfsInstallation installation) {
        this.installation = installation;
        this.objects = Objects.of(installation);
        this.share = new Share(installation.exported());
    }

    public void tell(Teller teller) {
        teller.step("the user applies a StorageClass", () -> {
            objects.apply(installation.storageClass("nfs-csi", "Delete", "Immediate"));
            return "nfs-csi, provisioner " + NfsInstallation.DRIVER + ", share " + NfsInstallation.SHARE;
        });
        teller.step("the user applies a claim", () -> {
            objects.apply(StoryManifests.claim(CLAIM, "nfs-csi"));
            return CLAIM + ", 1Gi, " + claim("{.status.phase}");
        });
        teller.step("csi-provisioner asks the driver, and a volume appears", this::volumeAppears);
        teller.step("the claim is Bound", () -> {
            objects.awaitBound(CLAIM);
            return claim("{.status.capacity.storage}");
        });
        String volume = volume();
        teller.step("its directory is on the NFS server", () -> {
            share.awaitDirectory(volume);
            return share.folder().resolve(volume).toString();
        });
        teller.step("the user deletes the claim", () -> objects.delete("pvc/" + CLAIM));
        teller.step("volume and directory are gone", () -> {
            objects.awaitVolumeGone(volume);
            share.awaitGone(volume);
        });
    }

    private String volumeAppears() {
        Eventually.until("a volume for " + CLAIM, PATIENCE, () -> !volume().isEmpty());
        String volume = volume();
        String handle = kubectl().get(NAMESPACE, "pv/" + volume, "{.spec.csi.volumeHandle}");
        return volume + ", handle " + handle;
    }

    private String volume() {
        String path = "{.items[?(@.spec.claimRef.name==\"" + CLAIM + "\")].metadata.name}";
        return kubectl().run("get", "pv", "-o", "jsonpath=" + path);
    }

    private String claim(String path) {
        return kubectl().get(NAMESPACE, "pvc/" + CLAIM, path);
    }

    private Kubectl kubectl() {
        return installation.kubectl();
    }
}
