package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.spec.v1.CreateSnapshotRequest;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.DeleteSnapshotRequest;
import io.csi4j.testkit.ChildProgram;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The plugin killed in the middle of long work: the same call to its next life ends it, and nothing is left over. */
@Timeout(120)
class KilledJobsIT {
    private static final int BIG = 96 << 20;
    private static final int SOME = 1 << 20;
    private static final Duration IMPATIENT = Duration.ofMillis(300);

    @TempDir
    Path work;

    private Path folder;
    private NfsServer server;
    private String source;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createDirectory(work.resolve("export"));
        server = NfsServer.start(work.resolve("server"), NfsExport.of("/share", folder));
        byte[] content = new byte[BIG];
        new Random(1).nextBytes(content);
        Files.createDirectory(folder.resolve("pvc-big"));
        Files.write(folder.resolve("pvc-big/big"), content);
        Files.writeString(folder.resolve("pvc-big/small"), "small");
        source = "127.0.0.1#share#pvc-big##";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private interface Use {
        void of(PluginClient client) throws Exception;
    }

    /** One life of the plugin, ended by kill -9. */
    private void withPlugin(Use use) throws Exception {
        Path socket = work.resolve("csi.sock");
        try (ChildProgram program = ChildProgram.start(
                NfsPlugin.class,
                "--endpoint=unix://" + socket,
                "--nodeid=n1",
                "--controller-share-access=direct",
                "-v=2")) {
            program.awaitLine("listening");
            try (var client = new PluginClient(new DriverAddress.UnixSocket(socket))) {
                use.of(client);
            }
            program.signal("KILL");
            var _ = program.end();
        }
    }

    /** Repeats a call that does not wait for its job, until that has written something. */
    private void awaitWork(String name, Callable<?> call) throws Exception {
        Path place = folder.resolve(".csi-nfs-work").resolve(name);
        while (sizeOf(place) < SOME) {
            try {
                var _ = call.call();
            } catch (StatusRuntimeException e) {
                // A plugin that has just started may not even answer in time.
                assertThat(e.getStatus().getCode()).isIn(Code.ABORTED, Code.DEADLINE_EXCEEDED);
            }
            Ticker.system().pause(Duration.ofMillis(20));
        }
    }

    private static long sizeOf(Path place) {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException notThereYet) {
            return 0;
        }
    }

    private void assertOnlyTheseOnTheShare(String... names) throws Exception {
        Set<String> expected = Set.of(names);
        for (int i = 0; i < 200 && !onTheShare().equals(expected); i++) {
            Ticker.system().pause(Duration.ofMillis(50));
        }
        assertThat(onTheShare()).isEqualTo(expected);
    }

    private Set<String> onTheShare() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void aSnapshotIsMadeOnceByTheNextLife() throws Exception {
        CreateSnapshotRequest request = PluginClient.newSnapshot("snapshot-big", server.port(), source);
        withPlugin(client -> {
            awaitWork(
                    "snapshot-snapshot-big", () -> client.controller(IMPATIENT).createSnapshot(request));
        });
        assertThat(folder.resolve(".csi-nfs-work")).isNotEmptyDirectory();
        assertThat(folder.resolve("snapshot-big")).doesNotExist();

        withPlugin(client -> {
            var snapshot = PluginClient.untilDone(
                    () -> client.controller().createSnapshot(request).getSnapshot());

            assertThat(snapshot.getReadyToUse()).isTrue();
            assertThat(folder.resolve("snapshot-big")).isDirectoryContaining("glob:**/pvc-big.tar.gz");
            assertThat(folder.resolve("snapshot-big").toFile().list()).hasSize(1);
            assertOnlyTheseOnTheShare("pvc-big", "snapshot-big");
        });
    }

    @Test
    void aVolumeIsFilledByTheNextLife() throws Exception {
        withPlugin(client -> {
            CreateVolumeRequest clone = PluginClient.clone("pvc-copy", server.port(), source);
            awaitWork("volume-pvc-copy", () -> client.controller(IMPATIENT).createVolume(clone));
        });
        assertThat(folder.resolve("pvc-copy")).doesNotExist();

        withPlugin(client -> {
            CreateVolumeRequest clone = PluginClient.clone("pvc-copy", server.port(), source);
            var _ = PluginClient.untilDone(() -> client.controller().createVolume(clone));

            assertThat(Files.mismatch(folder.resolve("pvc-big/big"), folder.resolve("pvc-copy/big")))
                    .isEqualTo(-1);
            assertThat(folder.resolve("pvc-copy/small")).hasContent("small");
            assertOnlyTheseOnTheShare("pvc-big", "pvc-copy");
        });
    }

    @Test
    void aRestoreIsEndedByTheNextLifeOrTakenAwayWithItsVolume() throws Exception {
        Path archive = Files.createDirectory(folder.resolve("snap")).resolve("pvc-big.tar");
        assertThat(new ProcessBuilder("tar", "-C", folder.resolve("pvc-big").toString(), "-cf", archive.toString(), ".")
                        .start()
                        .waitFor())
                .isZero();
        String snapshot = "127.0.0.1#share#snap#snap#pvc-big";
        withPlugin(client -> {
            for (String name : new String[] {"pvc-restored", "pvc-unwanted"}) {
                CreateVolumeRequest restore = PluginClient.restore(name, server.port(), snapshot);
                awaitWork("volume-" + name, () -> client.controller(IMPATIENT).createVolume(restore));
            }
        });

        withPlugin(client -> {
            CreateVolumeRequest restore = PluginClient.restore("pvc-restored", server.port(), snapshot);
            var _ = PluginClient.untilDone(() -> client.controller().createVolume(restore));
            String unwanted = "127.0.0.1#share#pvc-unwanted##";
            client.delete(unwanted);

            assertThat(Files.mismatch(folder.resolve("pvc-big/big"), folder.resolve("pvc-restored/big")))
                    .isEqualTo(-1);
            assertOnlyTheseOnTheShare("pvc-big", "pvc-restored", "snap");
        });
    }

    @Test
    void aSnapshotDeletedWhileItIsMadeLeavesNothing() throws Exception {
        CreateSnapshotRequest request = PluginClient.newSnapshot("snapshot-big", server.port(), source);
        withPlugin(client -> {
            awaitWork(
                    "snapshot-snapshot-big", () -> client.controller(IMPATIENT).createSnapshot(request));

            // The call that began it may still be waiting for a caller that is gone.
            var _ = PluginClient.untilDone(() -> client.controller()
                    .deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                            .setSnapshotId("127.0.0.1#share#snapshot-big#snapshot-big#pvc-big")
                            .putAllSecrets(Map.of("mountOptions", "port=" + server.port()))
                            .build()));

            assertOnlyTheseOnTheShare("pvc-big");
        });
    }
}
