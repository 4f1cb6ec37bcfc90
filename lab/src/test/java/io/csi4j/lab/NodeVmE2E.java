package io.csi4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeVmE2E {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private static Path folder;

    private static ControlPlane controlPlane;
    private static NfsServer nfs;
    private static NodeVm node;
    private static Kubectl kubectl;

    @BeforeAll
    static void start() throws IOException {
        Path programs = folder.resolve("programs");
        Files.createDirectories(programs.resolve("lib"));
        Files.writeString(programs.resolve("lib/greeting"), "hello from the host\n");
        Files.createDirectories(folder.resolve("share"));
        var cache = LabCache.standard();
        nfs = NfsServer.start(folder.resolve("nfs"), NfsExport.of("/share", folder.resolve("share")));
        controlPlane = ControlPlane.start(cache, folder.resolve("control"), ControlPlaneOptions.standard());
        var options = NodeVmOptions.standard().withPrograms(programs).withLabel("zone", "z1");
        node = NodeVm.start(cache, controlPlane, folder.resolve("node"), options);
        node.awaitReady();
        kubectl = controlPlane.kubectl();
    }

    @AfterAll
    static void end() {
        node.close();
        controlPlane.close();
        nfs.close();
    }

    @Test
    void aPodRunsAndItsLogIsRead() {
        kubectl.apply(pod("talks", "echo up; exec sleep 3600", ""));
        kubectl.awaitCondition("default", "pod/talks", "condition=Ready", PATIENCE);

        assertThat(kubectl.logs("default", "talks")).isEqualTo("up\n");
        assertThat(kubectl.exec("default", "talks", "cat", "/opt/csi4j/lib/greeting"))
                .isEqualTo("hello from the host\n");
        assertThat(kubectl.get("default", "node/" + node.name(), "{.metadata.labels.zone}"))
                .isEqualTo("z1");
    }

    @Test
    void aPodWritesThroughTheKernelsNfsClientIntoTheExportedFolder() {
        String server = "-o nfsvers=4.1,port=" + nfs.port() + " 10.0.2.2:/share /mnt";
        kubectl.apply(
                pod("writes", "mkdir -p /mnt && mount -t nfs4 " + server + " && echo data >/mnt/file", "privileged"));

        kubectl.awaitCondition("default", "pod/writes", "jsonpath={.status.phase}=Succeeded", PATIENCE);

        assertThat(folder.resolve("share/file")).hasContent("data");
    }

    @Test
    void theBaseImageRunsJava() {
        kubectl.apply(pod("java", "/opt/java/bin/java -Xshare:auto -version 2>&1", ""));

        kubectl.awaitCondition("default", "pod/java", "jsonpath={.status.phase}=Succeeded", PATIENCE);

        assertThat(kubectl.logs("default", "java")).contains("version \"25");
    }

    @Test
    void theKubeletComesBackAfterItsEnd() {
        String first = node.run("busybox pidof kubelet").strip();

        node.restartKubelet();

        // The old one may still be there for a moment.
        Eventually.until("another kubelet", PATIENCE, () -> {
            String now = node.run("busybox pidof kubelet || true").strip();
            return !now.isBlank() && !now.equals(first);
        });
        node.awaitReady();
    }

    @Test
    void aSharedPortOfTheLoopbackAddressIsThisMachines() {
        node.shareLoopback(nfs.port());

        node.run("mkdir -p /run/share && mount -t nfs4 -o port=" + nfs.port() + " 127.0.0.1:/share /run/share");
        node.run("echo from the node >/run/share/looped; umount /run/share");

        assertThat(folder.resolve("share/looped")).hasContent("from the node");
    }

    private static String pod(String name, String script, String privileged) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: default}
                spec:
                  restartPolicy: Never
                  terminationGracePeriodSeconds: 0
                  volumes:
                  - name: programs
                    hostPath: {path: /opt/csi4j}
                  containers:
                  - name: main
                    image: csi4j.io/base:lab
                    command: ["/bin/sh", "-c", "%s"]
                    securityContext: {privileged: %s}
                    volumeMounts:
                    - {name: programs, mountPath: /opt/csi4j, readOnly: true}
                """.formatted(name, script, privileged.equals("privileged"));
    }
}
