package io.csi4j.e2e;

import io.csi4j.e2e.cluster.Clone;
import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.NfsNode;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.Program;
import io.csi4j.spec.v1.ControllerExpandVolumeResponse;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.csi4j.testkit.driver.FakeVolume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A driver with what the NFS driver has no use for: volumes that are attached, that are staged, that their node must
 * grow, a topology and a limit of volumes a node. Its controller half is testkit's fake driver, in this JVM; its node
 * half is {@link StoryNode}, a pod on the node. Between the controller half and the cluster stand
 * {@code csi-provisioner}, {@code csi-attacher} and {@code csi-resizer}, processes of this machine; without leader
 * election, so that a killed one is soon back.
 */
final class StoryDriver implements AutoCloseable {
    static final String NAME = "story.csi4j.io";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Kubectl kubectl;
    private final FakeDriver controller;
    private final Program provisioner;
    private final Program attacher;
    private final Program resizer;

    private StoryDriver(NfsInstallation installation) {
        kubectl = installation.kubectl();
        controller = FakeDriver.start(DriverTraits.plain(NAME)
                .with(RPC.Type.PUBLISH_UNPUBLISH_VOLUME, RPC.Type.EXPAND_VOLUME)
                .at(Map.of(StoryNode.TOPOLOGY_KEY, StoryNode.ZONE)));
        controller.editReplies(
                DriverCall.on("ControllerExpandVolume"),
                reply -> ((ControllerExpandVolumeResponse) reply)
                        .toBuilder().setNodeExpansionRequired(true).build());
        provisioner = start(installation, "csi-provisioner", "csi-provisioner");
        attacher = start(installation, "csi-attacher", "csi-attacher");
        resizer = start(installation, "csi-resizer", "csi-nfs-controller-sa");
    }

    /** Deploys both halves and waits until kubelet has registered the driver. */
    static StoryDriver start(NfsInstallation installation, NfsNode node) {
        Kubectl kubectl = installation.kubectl();
        kubectl.apply(Clone.own().manifest("provisioner/rbac.yaml"));
        kubectl.apply(Clone.own().manifest("attacher/rbac.yaml"));
        kubectl.apply("""
            apiVersion: storage.k8s.io/v1
            kind: CSIDriver
            metadata: {name: %1$s}
            spec: {attachRequired: true, fsGroupPolicy: None}
            ---
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: story}
            provisioner: %1$s
            allowVolumeExpansion: true
            """.formatted(NAME));
        kubectl.apply(kubectl.run(
                "create",
                "configmap",
                "story-node",
                "-n",
                "kube-system",
                "--dry-run=client",
                "--output=yaml",
                "--from-file=" + classFile(StoryNode.class),
                "--from-file=" + classFile(StoryIdentity.class)));
        kubectl.apply(read(Clone.own().root().resolve("e2e/src/test/lab-story/node.yaml")));
        var driver = new StoryDriver(installation);
        try {
            node.awaitRegistered(NAME);
            return driver;
        } catch (RuntimeException e) {
            driver.close();
            throw e;
        }
    }

    /** The controller half. */
    FakeDriver controller() {
        return controller;
    }

    Program provisioner() {
        return provisioner;
    }

    Program attacher() {
        return attacher;
    }

    /** The nodes the volume is published to. */
    Set<String> nodes(String handle) {
        return controller.volume(handle).orElseThrow().nodes();
    }

    /** A volume of 1Gi, a claim bound to it and a pod with it at /data, all of that name. */
    void applyPod(String name) {
        controller.add(new FakeVolume(name, name, 1L << 30, Map.of(), Map.of(), null, List.of(), Set.of()));
        kubectl.apply("""
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: %1$s}
            spec:
              capacity: {storage: 1Gi}
              accessModes: [ReadWriteOnce]
              persistentVolumeReclaimPolicy: Retain
              storageClassName: story
              csi: {driver: %2$s, volumeHandle: %1$s}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: %1$s, namespace: default}
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: story
              volumeName: %1$s
              resources: {requests: {storage: 1Gi}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: %1$s, namespace: default}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
                - name: main
                  image: csi4j.io/busybox:lab
                  imagePullPolicy: Never
                  command: [sleep, "100000"]
                  volumeMounts: [{name: data, mountPath: /data}]
              volumes: [{name: data, persistentVolumeClaim: {claimName: %1$s}}]
            """.formatted(name, NAME));
    }

    void awaitRunning(String pod) {
        kubectl.awaitCondition("default", "pod/" + pod, "condition=Ready", PATIENCE);
    }

    /** The VolumeAttachment of the volume, as kubectl names it; empty without one. */
    String attachmentOf(String volume) {
        String path = "{.items[?(@.spec.source.persistentVolumeName==\"" + volume + "\")].metadata.name}";
        String name = kubectl.run("get", "volumeattachments", "-o", "jsonpath=" + path)
                .strip();
        return name.isEmpty() ? "" : "volumeattachment/" + name;
    }

    /** Waits until nothing of the volume is attached, and removes what {@link #applyPod} made. */
    void awaitDetachedAndRemove(String name) {
        Eventually.until(
                name + " to be detached", PATIENCE, () -> attachmentOf(name).isEmpty());
        kubectl.delete("default", "pod/" + name);
        kubectl.delete("default", "pvc/" + name);
        kubectl.delete("", "pv/" + name);
        kubectl.awaitGone("", "pv/" + name, PATIENCE);
    }

    /** As kubelet does: a program that ended, because its driver was not there in time, is started again. */
    void keepRunning() {
        for (Program program : List.of(provisioner, attacher, resizer)) {
            if (!program.isRunning()) {
                program.restart();
            }
        }
    }

    @Override
    public void close() {
        resizer.close();
        attacher.close();
        provisioner.close();
        controller.close();
    }

    private Program start(NfsInstallation installation, String program, String account) {
        Path kubeconfig = installation.controlPlane().kubeconfigOf("kube-system", account);
        return Program.plan(
                        program,
                        Clone.own().program(program),
                        Path.of("target/it/log/story-" + program + ".log").toAbsolutePath())
                .with("-v=5", "--csi-address=" + controller.socket(), "--kubeconfig=" + kubeconfig)
                .start();
    }

    private static Path classFile(Class<?> type) {
        try {
            Path classes = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            return classes.resolve(type.getName().replace('.', '/') + ".class");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("test classes are in a folder", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
