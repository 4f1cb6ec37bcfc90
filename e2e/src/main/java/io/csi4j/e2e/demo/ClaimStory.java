package io.csi4j.e2e.demo;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.StoryManifests;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** From class to gone: one claim, told step by step. */
final class ClaimStory {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "default";
    private static final String CLAIM = "pvc/my-claim";

    private final NfsInstallation installation;
    private final Narrator narrator;
    private final Kubectl kubectl;

    ClaimStory(NfsInstallation installation, Narrator narrator) {
        this.installation = installation;
        this.narrator = narrator;
        this.kubectl = installation.kubectl();
    }

    void tell() {
        narrator.chapter("One claim");
        narrator.step("the user applies a StorageClass", () -> {
            kubectl.apply(installation.storageClass("nfs-csi", "Delete", "Immediate"));
            return "nfs-csi, provisioner " + NfsInstallation.DRIVER + ", share " + NfsInstallation.SHARE;
        });
        narrator.step("the user applies a claim", () -> {
            kubectl.apply(StoryManifests.claim("my-claim", "nfs-csi"));
            return "my-claim, 1Gi, " + kubectl.get(NAMESPACE, CLAIM, "{.status.phase}");
        });
        narrator.step("csi-provisioner asks the driver, and a volume appears", this::volumeAppears);
        narrator.step("the claim is Bound", () -> {
            kubectl.awaitCondition(NAMESPACE, CLAIM, "jsonpath={.status.phase}=Bound", PATIENCE);
            return kubectl.get(NAMESPACE, CLAIM, "{.status.capacity.storage}");
        });
        Path directory = directory();
        narrator.step("its directory is on the NFS server", () -> {
            requireTrue(Files.isDirectory(directory), directory + " to be a directory");
            return directory.toString();
        });
        narrator.step("the user deletes the claim", () -> kubectl.delete(NAMESPACE, CLAIM));
        narrator.step("volume and directory are gone", () -> {
            kubectl.awaitGone(NAMESPACE, "pv/" + directory.getFileName(), PATIENCE);
            Eventually.until(directory + " to vanish", PATIENCE, () -> !Files.exists(directory));
            return "";
        });
    }

    private String volumeAppears() {
        Eventually.until("a volume for my-claim", PATIENCE, () -> !volume().isEmpty());
        String volume = volume();
        String handle = kubectl.get(NAMESPACE, "pv/" + volume, "{.spec.csi.volumeHandle}");
        return volume + ", handle " + handle;
    }

    private String volume() {
        return kubectl.run("get", "pv", "-o", "jsonpath={.items[?(@.spec.claimRef.name==\"my-claim\")].metadata.name}");
    }

    private Path directory() {
        return installation.exported().resolve(kubectl.get(NAMESPACE, CLAIM, "{.spec.volumeName}"));
    }

    private static void requireTrue(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("expected " + what + "; it is not");
        }
    }
}
