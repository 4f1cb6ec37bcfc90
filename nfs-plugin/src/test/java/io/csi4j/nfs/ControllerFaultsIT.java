package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller while NFS servers stop, hang and come back. */
class ControllerFaultsIT {
    @TempDir
    static Path work;

    private static NfsServer server;
    private static NfsPlugin plugin;
    private static PluginClient client;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Files.createDirectory(work.resolve("export"));
        server = NfsServer.start(work.resolve("server"), NfsExport.of("/share", folder));
        plugin = NfsPlugin.start(PluginOptions.parse(
                "--endpoint=unix://" + work.resolve("csi.sock"), "--nodeid=n1", "--working-mount-dir=" + work));
        client = new PluginClient(plugin.address());
    }

    @AfterAll
    static void stop() {
        client.close();
        plugin.close();
        server.close();
    }

    @Test
    void aStoppedServerIsNamedInTimeAndServesAgainWhenItIsBack() throws Exception {
        Path export = Files.createDirectory(work.resolve("stopped"));
        try (NfsServer other = NfsServer.start(work.resolve("stopped-server"), NfsExport.of("/share", export))) {
            var request =
                    PluginClient.newVolume("pvc-late", other.port(), Map.of()).build();
            String before = client.create("pvc-before", other.port(), Map.of());
            other.stop();

            Status down = PluginClient.statusOf(
                    () -> client.controller(Duration.ofSeconds(10)).createVolume(request));
            Status notDeleted = PluginClient.statusOf(() -> client.controller(Duration.ofSeconds(10))
                    .deleteVolume(
                            DeleteVolumeRequest.newBuilder().setVolumeId(before).build()));
            other.start();
            var made = client.controller().createVolume(request);

            assertThat(down.getCode()).isEqualTo(Code.UNAVAILABLE);
            assertThat(down.getDescription()).contains("server \"127.0.0.1\" share \"/share\"", "refused");
            assertThat(notDeleted.getCode()).isEqualTo(Code.UNAVAILABLE);
            assertThat(made.getVolume().getVolumeId()).isEqualTo("127.0.0.1#share#pvc-late##");
            assertThat(export.resolve("pvc-late")).isDirectory();
        }
    }

    @Test
    void aServerThatNeverAnswersIsNamedBeforeTheCallersDeadline() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var request = PluginClient.newVolume("pvc-silent", silent.getLocalPort(), Map.of())
                    .build();

            Status status = PluginClient.statusOf(
                    () -> client.controller(Duration.ofSeconds(3)).createVolume(request));

            assertThat(status.getCode()).isEqualTo(Code.UNAVAILABLE);
            assertThat(status.getDescription()).contains("server \"127.0.0.1\" share \"/share\": no connection");
        }
    }

    @Test
    void aVolumeThatIsBeingMadeIsNeitherMadeASecondTimeNorDeletedMeanwhile() throws Exception {
        Path export = Files.createDirectory(work.resolve("busy"));
        try (NfsServer slow = NfsServer.start(work.resolve("busy-server"), NfsExport.of("/share", export));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = client.create("pvc-warm", slow.port(), Map.of());
            var request =
                    PluginClient.newVolume("pvc-busy", slow.port(), Map.of()).build();
            var delete = DeleteVolumeRequest.newBuilder()
                    .setVolumeId("127.0.0.1#share#pvc-busy##")
                    .build();
            slow.pause();
            var calls = new ExecutorCompletionService<Status>(threads);
            for (int i = 0; i < 2; i++) {
                calls.submit(
                        () -> PluginClient.statusOf(() -> client.controller().createVolume(request)));
            }

            // The other one waits for the server and holds the name.
            Status second = calls.take().get();
            Status deletion = PluginClient.statusOf(() -> client.controller().deleteVolume(delete));
            slow.resume();

            assertThat(second.getCode()).isEqualTo(Code.ABORTED);
            assertThat(second.getDescription()).isEqualTo("operation with the given Volume ID pvc-busy already exists");
            assertThat(deletion.getCode()).isEqualTo(Code.ABORTED);
            assertThat(PluginClient.untilDone(() -> client.create("pvc-busy", slow.port(), Map.of())))
                    .isEqualTo(delete.getVolumeId());
            client.delete(delete.getVolumeId());
            assertThat(export.resolve("pvc-busy")).doesNotExist();
        }
    }

    @Test
    void anotherServerServesWhileOneIsPaused() throws Exception {
        Path export = Files.createDirectory(work.resolve("paused"));
        try (NfsServer paused = NfsServer.start(work.resolve("paused-server"), NfsExport.of("/share", export));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var _ = client.create("pvc-warm", paused.port(), Map.of());
            paused.pause();
            List<Future<Status>> stuck = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                var request = PluginClient.newVolume("pvc-stuck-" + i, paused.port(), Map.of())
                        .build();
                stuck.add(threads.submit(() -> PluginClient.statusOf(
                        () -> client.controller(Duration.ofSeconds(4)).createVolume(request))));
            }

            for (int i = 0; i < 20; i++) {
                client.delete(client.create("pvc-free-" + i, server.port(), Map.of()));
            }
            for (Future<Status> each : stuck) {
                assertThat(each.get().getCode()).isIn(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
                assertThat(each.get().getDescription()).contains("server \"127.0.0.1\" share \"/share\"");
            }

            paused.resume();
            assertThat(client.create("pvc-resumed", paused.port(), Map.of())).isNotEmpty();
        }
    }
}
