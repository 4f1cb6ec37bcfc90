package io.csi4j.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.NfsNode;
import io.csi4j.lab.Eventually;
import io.csi4j.lab.Kubectl;
import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What only a kernel's NFS client shows of the node service: stale handles, and servers that answer no more. */
@ExtendWith({InstalledOnce.class, NodeOnce.class})
class KernelMountsE2E {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path work;

    private final Kubectl kubectl;
    private final NfsNode node;
    private Path exported;
    private NfsServer server;
    private NodePlugin plugin;

    KernelMountsE2E(NfsInstallation installation, NfsNode node) {
        this.kubectl = installation.kubectl();
        this.node = node;
    }

    @BeforeEach
    void start() throws IOException {
        exported = Files.createDirectory(work.resolve("exported"));
        server = NfsServer.start(work.resolve("server"), NfsExport.of("/share", exported));
        plugin = NodePlugin.start(kubectl, node);
    }

    @AfterEach
    void stop() {
        // Before the server: a kernel that still has its mounts would wait for it.
        plugin.close();
        server.close();
    }

    @Test
    void aStaleTargetIsMountedAnewWhenItIsPublishedAgain() throws IOException {
        Files.createDirectory(exported.resolve("data"));
        Files.writeString(exported.resolve("data/life"), "first");
        assertThat(plugin.publish(server.port(), "data", "/targets/stale")).isEqualTo(Code.OK);
        assertThat(plugin.inPod("cat /targets/stale/life")).isEqualTo("first");

        server.stop();
        Files.move(exported.resolve("data"), work.resolve("away"));
        Files.createDirectory(exported.resolve("data"));
        Files.writeString(exported.resolve("data/life"), "second");
        Files.delete(work.resolve("away/life"));
        Files.delete(work.resolve("away"));
        server.start();
        Eventually.until(
                "the target to be stale",
                PATIENCE,
                () -> plugin.inPod("stat /targets/stale 2>&1 || true").contains("Stale file handle"));

        assertThat(plugin.publish(server.port(), "data", "/targets/stale")).isEqualTo(Code.OK);

        assertThat(plugin.inPod("cat /targets/stale/life")).isEqualTo("second");
        assertThat(plugin.mountsAt("/targets/stale")).hasSize(1);
        assertThat(plugin.log()).contains("stale mount is replaced");
        assertThat(plugin.unpublish("data", "/targets/stale")).isEqualTo(Code.OK);
        assertThat(plugin.mountsAt("/targets/stale")).isEmpty();
    }

    @Test
    void aDeadServerHangsNothingAndItsMountIsTakenAwayInTime() throws IOException {
        Files.createDirectory(exported.resolve("data"));
        assertThat(plugin.publish(server.port(), "data", "/targets/dead")).isEqualTo(Code.OK);

        server.pause();
        try {
            assertThat(plugin.usage("data", "/targets/dead")).isEqualTo(Code.DEADLINE_EXCEEDED);
            assertThat(plugin.isWell()).isTrue();
            assertThat(plugin.publish(server.port(), "data", "/targets/dead")).isEqualTo(Code.UNAVAILABLE);
            assertThat(plugin.isWell()).isTrue();
            assertThat(plugin.mountsAt("/targets/dead")).hasSize(1);

            assertThat(plugin.unpublish("data", "/targets/dead")).isEqualTo(Code.OK);

            assertThat(plugin.isWell()).isTrue();
            assertThat(plugin.mountsAt("/targets/dead")).isEmpty();
        } finally {
            server.resume();
        }
        Eventually.until(
                "no child of the plugin to be left",
                PATIENCE,
                () -> plugin.inPod("cat /proc/[0-9]*/comm")
                        .lines()
                        .noneMatch(command -> command.equals("umount") || command.equals("stat")));
        assertThat(plugin.publish(server.port(), "data", "/targets/again")).isEqualTo(Code.OK);
        assertThat(plugin.unpublish("data", "/targets/again")).isEqualTo(Code.OK);
    }
}
