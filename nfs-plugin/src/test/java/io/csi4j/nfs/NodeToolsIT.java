package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.NodePublishVolumeRequest;
import io.csi4j.spec.v1.NodeUnpublishVolumeRequest;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the node service makes of the answers of {@code mount}, {@code umount} and {@code stat}: stand-ins that the
 * program finds first in its path, while a tmpfs stands for the volume. What the real ones say of real servers is
 * tested on the VM node.
 */
@Timeout(120)
class NodeToolsIT {
    @TempDir
    Path work;

    private Path target;
    private StandInTools tools;

    @BeforeEach
    void putTools() throws Exception {
        target = work.resolve("pods/volume");
        tools = new StandInTools(work);
        tools.put("mount", "/usr/bin/stat -c %a \"$target\" >>" + work.resolve("modes"));
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted()) {
            run("umount", target.toString());
        }
    }

    @Test
    void aTargetIsMadeForItsOwnerAndGroupAlone() throws Exception {
        tools.withPlugin((client, program) -> publish(client));

        assertThat(Files.readString(work.resolve("modes"))).isEqualTo("750\n");
        assertThat(tools.calls()).containsExactly("mount -t nfs -o nfsvers=4.1 -- 10.0.0.7:/share/pvc-1 " + target);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        code | what stat says                                              | mounted anew
        0    | 1763776800                                                  | false
        1    | stat: cannot statx '/t': Stale file handle                  | true
        1    | stat: can't stat '/t': Stale NFS file handle                | true
        1    | stat: cannot statx '/t': Permission denied                  | false
        1    | stat: cannot statx '/t': Input/output error                 | false
        1    | stat: cannot statx '/t': Transport endpoint is not connected | false
        """)
    void onlyAStaleTargetIsMountedAnew(int code, String says, boolean isMountedAnew) throws Exception {
        mountTmpfs();
        tools.put("stat", "echo \"" + says + "\"; exit " + code);
        tools.put("umount", "exec /usr/bin/umount \"$@\"");

        tools.withPlugin((client, program) -> publish(client));

        assertThat(tools.calls().getFirst()).isEqualTo("stat --cached=never -c %Z -- " + target);
        assertThat(isMounted()).isNotEqualTo(isMountedAnew);
        assertThat(tools.calls().stream().filter(call -> call.startsWith("mount")))
                .hasSize(isMountedAnew ? 1 : 0);
    }

    @Test
    void aTargetMountedFromElsewhereStaysAndIsToldOf() throws Exception {
        mountTmpfs();

        tools.withPlugin((client, program) -> {
            publish(client);

            assertThat(program.awaitLine("target is mounted from another source"))
                    .contains("wanted=\"10.0.0.7:/share/pvc-1\"");
        });
        assertThat(isMounted()).isTrue();
    }

    @Test
    void aVolumeBusyAtATargetIsNeitherPublishedNorUnpublishedThere() throws Exception {
        Path gate = work.resolve("gate");
        run("mkfifo", gate.toString());
        tools.put("mount", "cat " + gate);

        tools.withPlugin((client, program) -> {
            var first = CompletableFuture.runAsync(
                    () -> publish(client), task -> Thread.ofVirtual().start(task));
            // A pipe opens for writing once somebody reads: now the first call waits in its mount.
            try (var _ = Files.newOutputStream(gate)) {
                Status published = PluginClient.statusOf(() -> publish(client));
                Status unpublished = PluginClient.statusOf(() -> unpublish(client, 60));

                assertThat(published.getCode()).isEqualTo(Code.ABORTED);
                assertThat(unpublished.getCode()).isEqualTo(Code.ABORTED);
            }
            first.join();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        umount works | tries
        gently       | umount -- T
        -f           | umount -- T,umount -f -- T
        -l           | umount -- T,umount -f -- T,umount -l -- T
        """)
    void aMountThatStaysIsTakenAwayByForceAndThenLazily(String works, String tries) throws Exception {
        mountTmpfs();
        umountWorks(works, "echo 'umount: target is busy'; exit 32");

        tools.withPlugin((client, program) -> unpublish(client, 60));

        assertThat(tools.calls())
                .containsExactly(tries.replace("T", target.toString()).split(","));
        assertThat(target).doesNotExist();
    }

    @Test
    void aMountWhoseServerIsDeadIsTakenAwayWithinAShortDeadline() throws Exception {
        mountTmpfs();
        umountWorks("-l", "sleep 600");

        tools.withPlugin((client, program) -> unpublish(client, 8));

        assertThat(target).doesNotExist();
    }

    @Test
    void withoutTheLazyWayTheRefusalSaysWhatUmountSaid() throws Exception {
        mountTmpfs();
        umountWorks("-l", "echo 'umount: target is busy'; exit 32");

        tools.withPlugin(
                (client, program) -> {
                    Status status = PluginClient.statusOf(() -> unpublish(client, 60));

                    assertThat(status.getCode()).isEqualTo(Code.INTERNAL);
                    assertThat(status.getDescription())
                            .contains("failed to unmount target " + target)
                            .contains("target is busy");
                },
                "--lazy-unmount=false");

        assertThat(isMounted()).isTrue();
    }

    /** The first argument decides; every other way ends as told. */
    private void umountWorks(String option, String otherwise) throws IOException {
        String first = option.equals("gently") ? "--" : option;
        tools.put(
                "umount", "[ \"$1\" = " + first + " ] || { " + otherwise + "; }; exec /usr/bin/umount -- \"$target\"");
    }

    private boolean publish(PluginClient client) {
        var _ = client.node()
                .nodePublishVolume(NodePublishVolumeRequest.newBuilder()
                        .setVolumeId("volume")
                        .setTargetPath(target.toString())
                        .setVolumeCapability(PluginClient.capability("nfsvers=4.1"))
                        .putVolumeContext("server", "10.0.0.7")
                        .putVolumeContext("share", "/share")
                        .putVolumeContext("subdir", "pvc-1")
                        .build());
        return true;
    }

    private boolean unpublish(PluginClient client, int seconds) {
        var _ = client.node()
                .withDeadlineAfter(Duration.ofSeconds(seconds))
                .nodeUnpublishVolume(NodeUnpublishVolumeRequest.newBuilder()
                        .setVolumeId("volume")
                        .setTargetPath(target.toString())
                        .build());
        return true;
    }

    private boolean isMounted() throws IOException {
        return Files.readString(Path.of("/proc/self/mountinfo")).contains(target.toString());
    }

    private void mountTmpfs() throws Exception {
        Files.createDirectories(target);
        run("mount", "-t", "tmpfs", "elsewhere", target.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
