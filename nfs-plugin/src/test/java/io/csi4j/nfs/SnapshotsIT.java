package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.spec.v1.CreateSnapshotRequest;
import io.csi4j.spec.v1.DeleteSnapshotRequest;
import io.csi4j.spec.v1.Snapshot;
import io.csi4j.spec.v1.VolumeContentSource;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots, restores and clones as a sidecar sees them: over the plugin's socket, on a real NFS server. */
class SnapshotsIT {
    @TempDir
    static Path work;

    private static Path folder;
    private static Path other;
    private static NfsServer server;
    private static NfsPlugin plugin;
    private static PluginClient client;

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createDirectory(work.resolve("export"));
        other = Files.createDirectory(work.resolve("other"));
        server = NfsServer.start(
                work.resolve("server"), NfsExport.of("/share", folder), NfsExport.of("/archive/of", other));
        plugin = plugin("csi.sock");
        client = new PluginClient(plugin.address());
    }

    private static NfsPlugin plugin(String socket, String... flags) {
        List<String> all = new ArrayList<>(
                List.of("--endpoint=unix://" + work.resolve(socket), "--nodeid=n1", "--working-mount-dir=" + work));
        all.addAll(List.of(flags));
        return NfsPlugin.start(PluginOptions.parse(all.toArray(String[]::new)));
    }

    @AfterAll
    static void stop() {
        client.close();
        plugin.close();
        server.close();
    }

    private static String volumeWith(String name, String content) throws Exception {
        String id = client.create(name, server.port(), Map.of());
        Files.writeString(folder.resolve(name).resolve("file"), content);
        Files.createSymbolicLink(folder.resolve(name).resolve("link"), Path.of("file"));
        return id;
    }

    private static Snapshot snapshot(PluginClient by, CreateSnapshotRequest request) {
        return by.controller().createSnapshot(request).getSnapshot();
    }

    private static Snapshot snapshot(String name, String source) {
        return snapshot(client, PluginClient.newSnapshot(name, server.port(), source));
    }

    private static void delete(String snapshot) {
        var _ = client.controller()
                .deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                        .setSnapshotId(snapshot)
                        .putSecrets("mountOptions", "port=" + server.port())
                        .build());
    }

    private static void assertNoRemains(Path share) throws Exception {
        for (int i = 0; i < 200 && plugin.isSweeping(); i++) {
            Ticker.system().pause(Duration.ofMillis(50));
        }
        assertThat(share.resolve(".csi-nfs-work")).doesNotExist();
        assertThat(share).isDirectoryNotContaining("glob:**/.csi-nfs-trash*");
    }

    @Test
    void aSnapshotIsAnArchiveInTheLayoutOfUpstreamAndRepeatingGivesTheSameOne() throws Exception {
        String source = volumeWith("pvc-1", "hello");

        Snapshot made = snapshot("snapshot-1", source);
        Snapshot again = snapshot("snapshot-1", source);

        Path archive = folder.resolve("snapshot-1/pvc-1.tar.gz");
        assertThat(made.getSnapshotId()).isEqualTo("127.0.0.1#share#snapshot-1#snapshot-1#pvc-1");
        assertThat(made.getSourceVolumeId()).isEqualTo(source);
        assertThat(made.getReadyToUse()).isTrue();
        assertThat(made.getSizeBytes()).isEqualTo(Files.size(archive));
        assertThat(made.getCreationTime().getSeconds())
                .isEqualTo(Files.getLastModifiedTime(archive).toInstant().getEpochSecond());
        assertThat(again).isEqualTo(made);
        assertThat(output("tar", "-tzf", archive.toString()).lines()).containsExactlyInAnyOrder(".", "file", "link");
        assertNoRemains(folder);
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }

    @Test
    void aVolumeFromASnapshotHasItsContentAndKeepsItWhenTheCallIsRepeated() throws Exception {
        Snapshot snapshot = snapshot("snapshot-restored", volumeWith("pvc-source", "hello"));
        Files.writeString(folder.resolve("pvc-source/file"), "changed later");
        var request = PluginClient.restore("pvc-restored", server.port(), snapshot.getSnapshotId());

        var volume = client.controller().createVolume(request).getVolume();
        Files.writeString(folder.resolve("pvc-restored/file"), "changed by its user");
        var again = client.controller().createVolume(request).getVolume();

        assertThat(volume.getVolumeId()).isEqualTo("127.0.0.1#share#pvc-restored##");
        assertThat(volume.getContentSource()).isEqualTo(request.getVolumeContentSource());
        assertThat(again).isEqualTo(volume);
        assertThat(folder.resolve("pvc-restored/file")).hasContent("changed by its user");
        assertThat(Files.readSymbolicLink(folder.resolve("pvc-restored/link"))).hasToString("file");
        assertNoRemains(folder);
    }

    @Test
    void aCloneHasTheContentOfItsSource() throws Exception {
        String source = volumeWith("pvc-cloned", "hello");

        var volume = client.controller()
                .createVolume(PluginClient.clone("pvc-clone", server.port(), source))
                .getVolume();

        assertThat(volume.getContentSource().getVolume().getVolumeId()).isEqualTo(source);
        assertThat(folder.resolve("pvc-clone/file")).hasContent("hello");
        assertNoRemains(folder);
    }

    @Test
    void aDirectoryThatHasContentIsFilledWhereItStands() throws Exception {
        Snapshot snapshot = snapshot("snapshot-over", volumeWith("pvc-over", "new"));
        Files.createDirectories(folder.resolve("team/app"));
        Files.writeString(folder.resolve("team/app/file"), "old");
        Files.writeString(folder.resolve("team/app/kept"), "kept");
        var request = PluginClient.restore("pvc-in-place", server.port(), snapshot.getSnapshotId()).toBuilder()
                .putParameters("subDir", "team/app")
                .putParameters("mountPermissions", "0770")
                .build();

        var _ = client.controller().createVolume(request);

        assertThat(folder.resolve("team/app/file")).hasContent("new");
        assertThat(folder.resolve("team/app/kept")).hasContent("kept");
        assertThat((int) Files.getAttribute(folder.resolve("team/app"), "unix:mode") & 07777)
                .isEqualTo(0770);
    }

    @Test
    void aSnapshotClassMayNameAnotherShare() throws Exception {
        String source = volumeWith("pvc-elsewhere", "hello");
        var request = PluginClient.newSnapshot("snapshot-elsewhere", server.port(), source).toBuilder()
                .putParameters("Share", "/archive/of/")
                .build();

        Snapshot snapshot = snapshot(client, request);
        var _ = client.controller()
                .createVolume(PluginClient.restore("pvc-from-elsewhere", server.port(), snapshot.getSnapshotId()));

        assertThat(snapshot.getSnapshotId())
                .isEqualTo("127.0.0.1#archive/of#snapshot-elsewhere#snapshot-elsewhere#pvc-elsewhere");
        assertThat(other.resolve("snapshot-elsewhere/pvc-elsewhere.tar.gz")).isRegularFile();
        assertThat(folder.resolve("pvc-from-elsewhere/file")).hasContent("hello");
        assertNoRemains(other);
    }

    @Test
    void withoutCompressionItIsAPlainArchiveAndBothFormsAreFound() throws Exception {
        String source = volumeWith("pvc-plain", "hello");
        Files.createLink(folder.resolve("pvc-plain/second"), folder.resolve("pvc-plain/file"));
        try (NfsPlugin plain =
                        plugin("plain.sock", "--enable-snapshot-compression=false", "--use-tar-command-in-snapshot");
                PluginClient by = new PluginClient(plain.address())) {
            Snapshot snapshot = snapshot(by, PluginClient.newSnapshot("snapshot-plain", server.port(), source));
            var _ = client.controller()
                    .createVolume(PluginClient.restore("pvc-of-plain", server.port(), snapshot.getSnapshotId()));

            assertThat(output(
                            "tar",
                            "-tvf",
                            folder.resolve("snapshot-plain/pvc-plain.tar").toString()))
                    .contains(" link to ");
            assertThat(snapshot("snapshot-plain", source)).isEqualTo(snapshot);
        }
        assertThat((int) Files.getAttribute(folder.resolve("pvc-of-plain/second"), "unix:nlink"))
                .isEqualTo(2);
    }

    @Test
    void archivesOfUpstreamAreRestored() throws Exception {
        Path tree = Files.createDirectory(work.resolve("tree"));
        Files.createDirectory(tree.resolve("sub"));
        Files.writeString(tree.resolve("sub/file"), "hello");
        for (String name : List.of("snapshot-by-command", "snapshot-by-packer")) {
            Path archive = Files.createDirectory(folder.resolve(name)).resolve("pvc-up.tar.gz");
            boolean isByCommand = name.endsWith("command");
            String[] command = isByCommand
                    ? new String[] {"tar", "-C", tree.toString(), "-czvf", archive.toString(), "."}
                    : new String[] {
                        "tar",
                        "-C",
                        tree.toString(),
                        "--format=pax",
                        "-czf",
                        archive.toString(),
                        "--no-recursion",
                        "--transform=s,/$,,",
                        ".",
                        "sub",
                        "sub/file"
                    };
            String _ = output(command);

            var _ = client.controller()
                    .createVolume(PluginClient.restore(
                            "pvc-" + name, server.port(), "127.0.0.1#share#" + name + "#" + name + "#pvc-up"));

            assertThat(folder.resolve("pvc-" + name + "/sub/file")).hasContent("hello");
        }
    }

    @Test
    void aDeletedSnapshotIsGoneAndMayBeDeletedAgain() throws Exception {
        String id =
                snapshot("snapshot-gone", volumeWith("pvc-kept-source", "x")).getSnapshotId();

        delete(id);
        delete(id);
        delete("fake-snapshot-id");

        assertThat(folder.resolve("snapshot-gone")).doesNotExist();
        assertThat(folder.resolve("pvc-kept-source/file")).exists();
        assertNoRemains(folder);
    }

    @Test
    void aFolderThatIsNoSnapshotIsNotDeleted() throws Exception {
        String _ = volumeWith("pvc-precious", "x");
        Path volume = folder.resolve("pvc-precious");

        assertThat(PluginClient.statusOf(() -> {
                            delete("127.0.0.1#share#pvc-precious#pvc-precious#y");
                            return "deleted";
                        })
                        .getCode())
                .isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(volume.resolve("file")).exists();
    }

    @Test
    void aNameThatIsTakenByAnotherSourceIsRefused() throws Exception {
        var _ = snapshot("snapshot-taken", volumeWith("pvc-first", "x"));
        String second = volumeWith("pvc-second", "x");

        assertThat(PluginClient.statusOf(() -> snapshot("snapshot-taken", second))
                        .getCode())
                .isEqualTo(Code.ALREADY_EXISTS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        name | source                  | key     | value    | code                | text
        ''   | fake                    | unknown | x        | INVALID_ARGUMENT    | needs a name
        s    | ''                      | unknown | x        | INVALID_ARGUMENT    | needs a source volume id
        s    | fake                    | unknown | x        | NOT_FOUND           | no volume of this driver
        s    | 127.0.0.1#share###      | unknown | x        | NOT_FOUND           | names a whole share
        s    | 127.0.0.1#share#gone##  | unknown | x        | INVALID_ARGUMENT    | invalid parameter "unknown"
        s    | 127.0.0.1#share#gone##  | Server  | ''       | INVALID_ARGUMENT    | server is required
        s    | 127.0.0.1#share#gone##  | share   | /a/../b  | INVALID_ARGUMENT    | invalid "a/../b"
        s#s  | 127.0.0.1#share#gone##  | share   | /share   | INVALID_ARGUMENT    | invalid "s#s"
        s    | 127.0.0.1#share#gone##  | share   | /missing | NOT_FOUND           | share "/missing"
        s    | 127.0.0.1#share#gone##  | share   | /share   | NOT_FOUND           | no directory /gone
        .csi-nfs-trash-1 | 127.0.0.1#share#gone## | share | /share | PERMISSION_DENIED | keeps for itself
        """)
    void aSnapshotThatCannotBeIsRefusedInTheOrderOfTheContract(
            String name, String source, String key, String value, Code code, String text) {
        var request = PluginClient.newSnapshot(name, server.port(), source).toBuilder()
                .putParameters(key, value)
                .build();

        var status = PluginClient.statusOf(() -> client.controller().createSnapshot(request));

        assertThat(status.getCode()).isEqualTo(code);
        assertThat(status.getDescription()).contains(text);
        assertThat(folder.resolve("s")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        kind     | source                             | code
        snapshot | fake                               | NOT_FOUND
        snapshot | 127.0.0.1#share#gone#gone#x        | NOT_FOUND
        volume   | fake                               | NOT_FOUND
        volume   | 127.0.0.1#share#gone##             | NOT_FOUND
        volume   | 127.0.0.1#share###                 | NOT_FOUND
        neither  | ''                                 | INVALID_ARGUMENT
        """)
    void aSourceThatIsNotThereMakesNoVolume(String kind, String source, Code code) {
        var request = switch (kind) {
            case "snapshot" -> PluginClient.restore("pvc-no-source", server.port(), source);
            case "volume" -> PluginClient.clone("pvc-no-source", server.port(), source);
            default ->
                PluginClient.newVolume("pvc-no-source", server.port(), Map.of())
                        .setVolumeContentSource(VolumeContentSource.getDefaultInstance())
                        .build();
        };

        assertThat(PluginClient.statusOf(() -> client.controller().createVolume(request))
                        .getCode())
                .isEqualTo(code);
        assertThat(folder.resolve("pvc-no-source")).doesNotExist();
    }

    @Test
    void aDamagedArchiveMakesNoVolume() throws Exception {
        Snapshot snapshot = snapshot("snapshot-damaged", volumeWith("pvc-damaged", "x".repeat(100_000)));
        Path archive = folder.resolve("snapshot-damaged/pvc-damaged.tar.gz");
        byte[] bytes = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(bytes, bytes.length - 8));

        assertThat(PluginClient.statusOf(() -> client.controller()
                                .createVolume(PluginClient.restore(
                                        "pvc-of-damaged", server.port(), snapshot.getSnapshotId())))
                        .getCode())
                .isEqualTo(Code.INTERNAL);
        assertThat(folder.resolve("pvc-of-damaged")).doesNotExist();
    }
}
