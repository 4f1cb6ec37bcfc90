package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.spec.v1.NodePublishVolumeRequest;
import io.csi4j.spec.v1.NodeUnpublishVolumeRequest;
import io.csi4j.testkit.ChildProgram;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private Path calls;

    @BeforeEach
    void tools() throws Exception {
        target = work.resolve("pods/volume");
        calls = Files.createFile(work.resolve("calls"));
        Files.createDirectory(work.resolve("bin"));
        tool("mount", "/usr/bin/stat -c %a \"$target\" >>" + work.resolve("modes"));
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted()) {
            run("umount", target.toString());
        }
    }

    /** A stand-in that notes its call and then does what the script says; {@code $target} is its last argument. */
    private void tool(String name, String script) throws IOException {
        Path file = work.resolve("bin").resolve(name);
        Files.writeString(file, """
            #!/bin/sh
            echo "%s $*" >>%s
            for target; do :; done
            %s
            """.formatted(name, calls, script));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private interface Use {
        void of(PluginClient client, ChildProgram program) throws Exception;
    }

    private void withPlugin(Use use, String... flags) throws Exception {
        Path socket = work.resolve("csi.sock");
        List<String> arguments = new ArrayList<>(List.of("--endpoint=unix://" + socket, "--nodeid=n1", "-v=2"));
        arguments.addAll(List.of(flags));
        String path = work.resolve("bin") + ":" + System.getenv("PATH");
        try (ChildProgram program =
                ChildProgram.start(Map.of("PATH", path), NfsPlugin.class, arguments.toArray(String[]::new))) {
            program.awaitLine("listening");
            try (var client = new PluginClient(new DriverAddress.UnixSocket(socket))) {
                use.of(client, program);
            }
        }
    }

    @Test
    void aTargetIsMadeForItsOwnerAndGroupAlone() throws Exception {
        withPlugin((client, program) -> publish(client));

        assertThat(Files.readString(work.resolve("modes"))).isEqualTo("750\n");
        assertThat(calls()).containsExactly("mount -t nfs -o nfsvers=4.1 -- 10.0.0.7:/share/pvc-1 " + target);
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
        tool("stat", "echo \"" + says + "\"; exit " + code);
        tool("umount", "exec /usr/bin/umount \"$@\"");

        withPlugin((client, program) -> publish(client));

        assertThat(calls().getFirst()).isEqualTo("stat --cached=never -c %Z -- " + target);
        assertThat(isMounted()).isNotEqualTo(isMountedAnew);
        assertThat(calls().stream().filter(call -> call.startsWith("mount"))).hasSize(isMountedAnew ? 1 : 0);
    }

    @Test
    void aTargetMountedFromElsewhereStaysAndIsToldOf() throws Exception {
        mountTmpfs();

        withPlugin((client, program) -> {
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
        tool("mount", "cat " + gate);

        withPlugin((client, program) -> {
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

        withPlugin((client, program) -> unpublish(client, 60));

        assertThat(calls())
                .containsExactly(tries.replace("T", target.toString()).split(","));
        assertThat(target).doesNotExist();
    }

    @Test
    void aMountWhoseServerIsDeadIsTakenAwayWithinAShortDeadline() throws Exception {
        mountTmpfs();
        umountWorks("-l", "sleep 600");

        withPlugin((client, program) -> unpublish(client, 8));

        assertThat(target).doesNotExist();
    }

    @Test
    void withoutTheLazyWayTheRefusalSaysWhatUmountSaid() throws Exception {
        mountTmpfs();
        umountWorks("-l", "echo 'umount: target is busy'; exit 32");

        withPlugin(
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
        tool("umount", "[ \"$1\" = " + first + " ] || { " + otherwise + "; }; exec /usr/bin/umount -- \"$target\"");
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

    private List<String> calls() throws IOException {
        return Files.readAllLines(calls);
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
