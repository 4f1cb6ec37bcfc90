package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.NfsExport;
import io.csi4j.lab.NfsServer;
import io.csi4j.spec.v1.CapacityRange;
import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import io.csi4j.spec.v1.ControllerGetCapabilitiesRequest;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.spec.v1.ValidateVolumeCapabilitiesRequest;
import io.csi4j.spec.v1.VolumeCapability;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controller as a sidecar sees it: over the plugin's socket, on a real NFS server. */
class ControllerIT {
    private static final String CLAIM_NAME = "csi.storage.k8s.io/pvc/name";
    private static final String CLAIM_NAMESPACE = "csi.storage.k8s.io/pvc/namespace";

    @TempDir
    static Path work;

    private static Path folder;
    private static NfsServer server;
    private static NfsPlugin plugin;
    private static PluginClient client;

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createDirectory(work.resolve("export"));
        server = NfsServer.start(work.resolve("server"), NfsExport.of("/share", folder));
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

    private static String create(String name, Map<String, String> parameters) {
        return client.create(name, server.port(), parameters);
    }

    @Test
    void aVolumeIsADirectoryOnTheExport() {
        var volume = client.controller()
                .createVolume(PluginClient.newVolume("pvc-1", server.port(), Map.of())
                        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(1 << 30))
                        .build())
                .getVolume();

        assertThat(folder.resolve("pvc-1")).isEmptyDirectory();
        assertThat(volume.getVolumeId()).isEqualTo("127.0.0.1#share#pvc-1##");
        assertThat(volume.getCapacityBytes()).isZero();
        assertThat(volume.getVolumeContextMap())
                .containsOnly(
                        Map.entry("server", "127.0.0.1"), Map.entry("share", "/share"), Map.entry("subdir", "pvc-1"));
        assertThat(volume.getAccessibleTopologyList()).isEmpty();
    }

    @Test
    void makingItAgainGivesTheSameVolume() {
        assertThat(create("pvc-again", Map.of())).isEqualTo(create("pvc-again", Map.of()));
    }

    @Test
    void aDeletedVolumeIsGoneAndMayBeDeletedAgain() throws Exception {
        String id = create("pvc-gone", Map.of());
        Files.createDirectories(folder.resolve("pvc-gone/a/b"));

        client.delete(id);
        client.delete(id);

        assertThat(folder.resolve("pvc-gone")).doesNotExist();
    }

    @Test
    void aVolumeMadeByAnOldReleaseIsDeletedByItsId() {
        var _ = create("pvc-of-old", Map.of());

        client.delete("127.0.0.1/share/pvc-of-old");

        assertThat(folder.resolve("pvc-of-old")).doesNotExist();
    }

    @Test
    void aVolumeByTemplateIsNestedAndItsEmptyParentsGoWithIt() {
        String id = create(
                "pvc-nested",
                Map.of(
                        "subDir",
                        "${pvc.metadata.namespace}/${pvc.metadata.name}",
                        CLAIM_NAME,
                        "app",
                        CLAIM_NAMESPACE,
                        "team"));

        assertThat(id).isEqualTo("127.0.0.1#share#team/app#pvc-nested#");
        assertThat(folder.resolve("team/app")).isDirectory();
        client.delete(id);
        assertThat(folder.resolve("team")).doesNotExist();
    }

    @Test
    void aRetainedVolumeStays() {
        client.delete(create("pvc-kept", Map.of("onDelete", "Retain")));

        assertThat(folder.resolve("pvc-kept")).isDirectory();
    }

    @Test
    void anArchivedVolumeIsRenamedAndMayBeDeletedAgain() throws Exception {
        String id = create("pvc-archived", Map.of("onDelete", "archive"));
        Files.writeString(folder.resolve("pvc-archived/file"), "x");

        client.delete(id);
        client.delete(id);

        assertThat(folder.resolve("archived-pvc-archived/file")).exists();
        assertThat(folder.resolve("pvc-archived")).doesNotExist();
    }

    @Test
    void anOlderArchiveStopsTheNextUnlessTheDriverMayReplaceIt() throws Exception {
        client.delete(create("pvc-twice", Map.of("onDelete", "archive")));
        Files.writeString(folder.resolve("archived-pvc-twice/old"), "x");
        String id = create("pvc-twice", Map.of("onDelete", "archive"));
        var request = DeleteVolumeRequest.newBuilder().setVolumeId(id).build();

        Status status = PluginClient.statusOf(() -> client.controller().deleteVolume(request));
        try (NfsPlugin replacing = plugin("replace.sock", "--remove-archived-volume-path");
                PluginClient other = new PluginClient(replacing.address())) {
            var _ = other.create("pvc-for-its-options", server.port(), Map.of());
            other.delete(id);
        }

        assertThat(status.getCode()).isEqualTo(Code.INTERNAL);
        assertThat(status.getDescription()).contains("/archived-pvc-twice exists already");
        assertThat(folder.resolve("archived-pvc-twice")).isEmptyDirectory();
        assertThat(folder.resolve("pvc-twice")).doesNotExist();
    }

    @Test
    void aRetainedVolumeIsLeftWithoutAskingItsServer() {
        client.delete("no-such-host.invalid#share#pvc-1##RETAIN");
    }

    @Test
    void theDriversPolicyServesIdsThatCarryNone() {
        try (NfsPlugin retaining = plugin("retain.sock", "--default-ondelete-policy=retain");
                PluginClient other = new PluginClient(retaining.address())) {
            String id = create("pvc-by-driver", Map.of());

            other.delete(id);

            assertThat(folder.resolve("pvc-by-driver")).isDirectory();
        }
    }

    @Test
    void mountPermissionsAreSetOnTheVolume() throws Exception {
        var _ = create("pvc-mode", Map.of("mountPermissions", "02770"));

        assertThat((int) Files.getAttribute(folder.resolve("pvc-mode"), "unix:mode") & 07777)
                .isEqualTo(02770);
    }

    @Test
    void theShareItselfIsNeverDeleted() throws Exception {
        Files.writeString(folder.resolve("precious"), "x");

        for (String id : List.of("127.0.0.1#share###", "127.0.0.1#share#/#pvc#", "127.0.0.1#share#.#pvc#archive")) {
            client.delete(id);
        }

        assertThat(folder.resolve("precious")).exists();
    }

    @Test
    void anIdOfNoKnownFormIsDeletedWithoutTouchingAnything() {
        client.delete("fake-vol-id");
        client.delete("s#share#../x##");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        key              | value              | code             | text
        fsType           | ext4               | INVALID_ARGUMENT | invalid parameter "fsType"
        mountOptions     | hard               | INVALID_ARGUMENT | invalid parameter "mountOptions"
        mountPermissions | 07ab               | INVALID_ARGUMENT | invalid mountPermissions 07ab
        server           | ''                 | INVALID_ARGUMENT | server is required
        share            | ''                 | INVALID_ARGUMENT | share is required
        share            | /share/../other    | INVALID_ARGUMENT | invalid share
        subDir           | ../x               | INVALID_ARGUMENT | invalid subDir
        subDir           | /                  | INVALID_ARGUMENT | it is the share itself
        subDir           | a#b                | INVALID_ARGUMENT | invalid subDir
        onDelete         | shred              | INVALID_ARGUMENT | supported values are delete, retain and archive
        server           | no-such-host.invalid | NOT_FOUND      | server "no-such-host.invalid" share "/share"
        share            | /missing           | NOT_FOUND        | server "127.0.0.1" share "/missing"
        """)
    void aClassThatCannotWorkIsRefusedAndNothingIsTouched(String key, String value, Code code, String text) {
        Status status = PluginClient.statusOf(() -> create("pvc-refused", Map.of(key, value)));

        assertThat(status.getCode()).isEqualTo(code);
        assertThat(status.getDescription()).contains(text);
        assertThat(folder.resolve("pvc-refused")).doesNotExist();
    }

    @Test
    void aRequestIsCheckedForNameAndCapabilitiesFirst() {
        var request = PluginClient.newVolume("", server.port(), Map.of("unknown", "x"));
        var block = VolumeCapability.newBuilder().setBlock(VolumeCapability.BlockVolume.getDefaultInstance());

        assertThat(refusal(request)).contains("needs a name");
        assertThat(refusal(request.setName("v").clearVolumeCapabilities())).contains("capabilities are missing");
        assertThat(refusal(request.addVolumeCapabilities(block))).contains("block volumes are not supported");
    }

    private static String refusal(CreateVolumeRequest.Builder request) {
        Status status = PluginClient.statusOf(() -> client.controller().createVolume(request.build()));
        assertThat(status.getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        return String.valueOf(status.getDescription());
    }

    @Test
    void manyVolumesAreMadeAndDeletedAtTheSameTime() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                String name = "pvc-parallel-" + i;
                all.add(threads.submit(() -> {
                    String id = create(name, Map.of());
                    boolean isMade = Files.isDirectory(folder.resolve(name));
                    client.delete(id);
                    return isMade && Files.notExists(folder.resolve(name));
                }));
            }
            for (Future<Boolean> each : all) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    @Test
    void capabilitiesAreThoseThatWork() {
        var answer =
                client.controller().controllerGetCapabilities(ControllerGetCapabilitiesRequest.getDefaultInstance());

        assertThat(answer.getCapabilitiesList())
                .extracting(capability -> capability.getRpc().getType())
                .containsExactly(
                        RPC.Type.CREATE_DELETE_VOLUME,
                        RPC.Type.SINGLE_NODE_MULTI_WRITER,
                        RPC.Type.CLONE_VOLUME,
                        RPC.Type.CREATE_DELETE_SNAPSHOT,
                        RPC.Type.EXPAND_VOLUME);
    }

    @Test
    void capabilitiesOfAVolumeAreConfirmedAsAsked() {
        var request = ValidateVolumeCapabilitiesRequest.newBuilder()
                .setVolumeId("127.0.0.1#share#pvc-1##")
                .addVolumeCapabilities(PluginClient.capability())
                .build();

        assertThat(client.controller()
                        .validateVolumeCapabilities(request)
                        .getConfirmed()
                        .getVolumeCapabilitiesList())
                .containsExactly(PluginClient.capability());
        assertThat(validation(request.toBuilder().clearVolumeId())).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(validation(request.toBuilder().clearVolumeCapabilities())).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(validation(request.toBuilder().setVolumeId("fake"))).isEqualTo(Code.NOT_FOUND);
    }

    private static Code validation(ValidateVolumeCapabilitiesRequest.Builder request) {
        return PluginClient.statusOf(() -> client.controller().validateVolumeCapabilities(request.build()))
                .getCode();
    }

    @Test
    void expansionAnswersTheSizeAskedFor() {
        var request = ControllerExpandVolumeRequest.newBuilder()
                .setVolumeId("any")
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(42));

        var answer = client.controller().controllerExpandVolume(request.build());

        assertThat(answer.getCapacityBytes()).isEqualTo(42);
        assertThat(answer.getNodeExpansionRequired()).isFalse();
        assertThat(PluginClient.statusOf(() -> client.controller()
                                .controllerExpandVolume(
                                        request.clearCapacityRange().build()))
                        .getCode())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }
}
