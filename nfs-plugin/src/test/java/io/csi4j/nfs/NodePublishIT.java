package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.NodePublishVolumeRequest;
import io.csi4j.spec.v1.NodeUnpublishVolumeRequest;
import io.csi4j.spec.v1.VolumeCapability;
import io.csi4j.spec.v1.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Publishing where a stand-in for {@code mount} mounts nothing, so that the target is a plain folder: contract 4.1. */
@Timeout(120)
class NodePublishIT {
    @TempDir
    Path work;

    private StandInTools tools;

    @BeforeEach
    void putTools() throws Exception {
        tools = new StandInTools(work);
        tools.put("mount", "true");
    }

    private NodePublishVolumeRequest.Builder volumeAt(String target) {
        return NodePublishVolumeRequest.newBuilder()
                .setVolumeId("volume")
                .setTargetPath(work.resolve(target).toString())
                .setVolumeCapability(PluginClient.capability())
                .putVolumeContext("server", "10.0.0.7")
                .putVolumeContext("share", "/share");
    }

    private static Status published(PluginClient client, NodePublishVolumeRequest.Builder request) {
        return PluginClient.statusOf(() -> publish(client, request, 60));
    }

    private static boolean publish(PluginClient client, NodePublishVolumeRequest.Builder request, int seconds) {
        var _ = client.node().withDeadlineAfter(Duration.ofSeconds(seconds)).nodePublishVolume(request.build());
        return true;
    }

    private void unpublish(PluginClient client, String target) {
        var _ = client.node()
                .nodeUnpublishVolume(NodeUnpublishVolumeRequest.newBuilder()
                        .setVolumeId("volume")
                        .setTargetPath(work.resolve(target).toString())
                        .build());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        of the driver | of the volume | readonly | mode
        0             | ''            | false    | rwxr-x---
        0777          | ''            | false    | rwxrwxrwx
        0777          | 0700          | false    | rwx------
        0777          | 0             | false    | rwxr-x---
        0             | 0770          | false    | rwxrwx---
        0             | 0770          | true     | rwxr-x---
        """)
    void aVolumeGetsTheModeAskedForOnceItIsMounted(String driver, String volume, boolean readonly, String mode)
            throws Exception {
        var request =
                volumeAt("target").putVolumeContext("mountPermissions", volume).setReadonly(readonly);

        tools.withPlugin((client, program) -> publish(client, request, 60), "--mount-permissions=" + driver);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve("target"))))
                .isEqualTo(mode);
    }

    @Test
    void aVolumeOfOneWriterIsRefusedAtASecondTargetUntilItHasLeftTheFirst() throws Exception {
        VolumeCapability one = PluginClient.capability().toBuilder()
                .setAccessMode(VolumeCapability.AccessMode.newBuilder().setMode(Mode.SINGLE_NODE_SINGLE_WRITER))
                .build();
        var first = volumeAt("first").setVolumeCapability(one);
        var second = volumeAt("second").setVolumeCapability(one);

        tools.withPlugin((client, program) -> {
            publish(client, first, 60);
            publish(client, first, 60);
            assertThat(published(client, second).getCode()).isEqualTo(Code.FAILED_PRECONDITION);

            unpublish(client, "first");

            publish(client, second, 60);
        });
    }

    @Test
    void aMountThatFailedTakesNoPlaceOfTheOneWriter() throws Exception {
        VolumeCapability one = PluginClient.capability().toBuilder()
                .setAccessMode(VolumeCapability.AccessMode.newBuilder().setMode(Mode.SINGLE_NODE_SINGLE_WRITER))
                .build();

        tools.withPlugin((client, program) -> {
            tools.put("mount", "exit 32");
            assertThat(published(client, volumeAt("first").setVolumeCapability(one))
                            .getCode())
                    .isEqualTo(Code.INTERNAL);
            tools.put("mount", "true");

            publish(client, volumeAt("second").setVolumeCapability(one), 60);
        });
    }

    @Test
    void aMountThatHangsIsKilledWithItsHelperBeforeItsCallerGivesUp() throws Exception {
        Path helper = work.resolve("helper");
        tools.put("mount", "sleep 600 & echo $! >" + helper + "; wait");

        tools.withPlugin((client, program) -> {
            Status hung = PluginClient.statusOf(() -> publish(client, volumeAt("target"), 4));

            assertThat(hung.getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
            assertThat(hung.getDescription()).contains("10.0.0.7:/share").contains("was given up");
            awaitEnd(helper);
            tools.put("mount", "true");
            publish(client, volumeAt("target"), 60);
        });
    }

    @Test
    void aCallThatRunsWhenTheProgramIsToEndIsAnswered() throws Exception {
        Path gate = work.resolve("gate");
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor())
                .isZero();
        tools.put("mount", "cat " + gate);

        tools.withPlugin((client, program) -> {
            CompletableFuture<Boolean> call = started(client);
            try (var _ = Files.newOutputStream(gate)) {
                program.signal("TERM");
                program.awaitLine("shutting down");
            }

            assertThat(call.join()).isTrue();
            assertThat(program.end().code()).isZero();
        });
    }

    @Test
    void aMountThatHangsWhenTheProgramEndsDoesNotOutliveIt() throws Exception {
        Path helper = work.resolve("helper");
        Path gate = work.resolve("gate");
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor())
                .isZero();
        tools.put("mount", "sleep 600 & echo $! >" + helper + "; cat " + gate + "; wait");

        tools.withPlugin((client, program) -> {
            CompletableFuture<Boolean> call = started(client);
            // A pipe opens for writing once somebody reads: now the call waits in its mount.
            Files.newOutputStream(gate).close();
            program.signal("TERM");

            assertThat(program.end().code()).isZero();
            assertThat(call.handle((answer, refusal) -> refusal).join()).isNotNull();
        });
        awaitEnd(helper);
    }

    private CompletableFuture<Boolean> started(PluginClient client) {
        return CompletableFuture.supplyAsync(
                () -> publish(client, volumeAt("target"), 60),
                task -> Thread.ofVirtual().start(task));
    }

    private static void awaitEnd(Path pid) throws IOException {
        long number = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(number).ifPresent(process -> process.onExit().join());
        assertThat(ProcessHandle.of(number).filter(ProcessHandle::isAlive)).isEmpty();
    }
}
