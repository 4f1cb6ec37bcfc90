package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.GetPluginCapabilitiesRequest;
import io.csi4j.spec.v1.GetPluginInfoRequest;
import io.csi4j.spec.v1.NodeGetCapabilitiesRequest;
import io.csi4j.spec.v1.NodeGetInfoRequest;
import io.csi4j.spec.v1.NodeGetVolumeStatsRequest;
import io.csi4j.spec.v1.NodePublishVolumeRequest;
import io.csi4j.spec.v1.NodeServiceCapability.RPC;
import io.csi4j.spec.v1.NodeUnpublishVolumeRequest;
import io.csi4j.spec.v1.PluginCapability;
import io.csi4j.spec.v1.ProbeRequest;
import io.csi4j.spec.v1.VolumeUsage;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The node and identity services over the plugin's socket, as far as a kernel without an NFS client allows; a tmpfs
 * stands for a mounted volume. Real NFS mounts are tested on the VM node.
 */
class NodeIT {
    @TempDir
    static Path work;

    private static NfsPlugin plugin;
    private static PluginClient client;

    @BeforeAll
    static void start() {
        plugin = NfsPlugin.start(PluginOptions.parse(
                "--endpoint=unix://" + work.resolve("csi.sock"), "--nodeid", "node-7", "--working-mount-dir=" + work));
        client = new PluginClient(plugin.address());
    }

    @AfterAll
    static void stop() {
        client.close();
        plugin.close();
    }

    private static NodePublishVolumeRequest.Builder publish(Path target) {
        return NodePublishVolumeRequest.newBuilder()
                .setVolumeId("volume")
                .setTargetPath(target.toString())
                .setVolumeCapability(PluginClient.capability("nfsvers=4.1", "retry=0", "timeo=5", "soft", "port=9"))
                .putVolumeContext("Server", "127.0.0.1")
                .putVolumeContext("share", "/share")
                .putVolumeContext("subDir", "pvc-1");
    }

    private static Status published(NodePublishVolumeRequest.Builder request) {
        return PluginClient.statusOf(() -> client.node().nodePublishVolume(request.build()));
    }

    private static Status unpublished(NodeUnpublishVolumeRequest.Builder request) {
        return PluginClient.statusOf(() -> client.node().nodeUnpublishVolume(request.build()));
    }

    private static void unpublish(Path target) {
        var _ = client.node()
                .nodeUnpublishVolume(NodeUnpublishVolumeRequest.newBuilder()
                        .setVolumeId("volume")
                        .setTargetPath(target.toString())
                        .build());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void whatIsMissingIsNamedInTheContractsOrder() {
        var request = publish(work.resolve("t"));

        assertThat(published(request.clone().clearVolumeCapability().clearVolumeId())
                        .getDescription())
                .contains("capability");
        assertThat(published(request.clone().clearVolumeId().clearTargetPath()).getDescription())
                .contains("volume id");
        assertThat(published(request.clone().clearTargetPath()).getDescription())
                .contains("target path");
        assertThat(published(request.clone()
                                .putVolumeContext("mountPermissions", "9")
                                .clearTargetPath())
                        .getCode())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(published(request.clone().putVolumeContext("mountPermissions", "9"))
                        .getDescription())
                .contains("invalid mountPermissions 9");
        assertThat(published(request.clone().removeVolumeContext("Server")).getDescription())
                .contains("server is required");
        assertThat(published(request.clone().removeVolumeContext("share")).getDescription())
                .contains("share is required");
        assertThat(published(request.clone().putVolumeContext("subDir", "../x")).getDescription())
                .contains("\"..\"");
    }

    @Test
    void aMountThatFailsShowsTheTextOfMountAndItsArgumentsInOrder() {
        Path target = work.resolve("pods/failed");

        Status status = published(publish(target).setReadonly(true).putVolumeContext("mountOptions", "hard,acl"));

        assertThat(status.getCode()).isEqualTo(Code.INTERNAL);
        assertThat(status.getDescription())
                .contains("mount failed: exit status")
                .contains("Mounting arguments: -t nfs -o nfsvers=4.1,retry=0,timeo=5,soft,port=9,ro,hard,acl --"
                        + " 127.0.0.1:/share/pvc-1 " + target)
                .contains("Output: mount");
        assertThat(target).doesNotExist();
    }

    @Test
    void aTargetThatIsMountedIsPublishedAndUnpublishedWithAllItsLayers() throws Exception {
        Path target = Files.createDirectories(work.resolve("pods/mounted"));
        run("mount", "-t", "tmpfs", "volume", target.toString());
        run("mount", "-t", "tmpfs", "volume", target.toString());

        var _ = client.node().nodePublishVolume(publish(target).build());
        unpublish(target);

        assertThat(target).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(target.toString());
    }

    @Test
    void aTargetBehindALinkIsFoundInTheMountTable() throws Exception {
        Path target = Files.createDirectories(work.resolve("real-pods/mounted"));
        Path link = Files.createSymbolicLink(work.resolve("linked-pods"), target.getParent());
        run("mount", "-t", "tmpfs", "volume", target.toString());

        var _ = client.node().nodePublishVolume(publish(link.resolve("mounted")).build());
        unpublish(link.resolve("mounted"));

        assertThat(target).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(target.toString());
    }

    @Test
    void aTargetInUseIsUnmountedLazily() throws Exception {
        Path target = Files.createDirectories(work.resolve("pods/busy"));
        run("mount", "-t", "tmpfs", "volume", target.toString());
        Process user =
                new ProcessBuilder("sleep", "600").directory(target.toFile()).start();
        try {
            unpublish(target);

            assertThat(target).doesNotExist();
        } finally {
            user.destroyForcibly().waitFor();
        }
    }

    @Test
    void unpublishingWhatWasNeverPublishedIsNoFault() {
        unpublish(work.resolve("pods/never"));
    }

    @Test
    void aTargetWithContentIsNeverEmptied() throws Exception {
        Path target = Files.createDirectories(work.resolve("pods/full"));
        Files.writeString(target.resolve("precious"), "x");

        Status status = unpublished(
                NodeUnpublishVolumeRequest.newBuilder().setVolumeId("v").setTargetPath(target.toString()));

        assertThat(status.getCode()).isEqualTo(Code.INTERNAL);
        assertThat(target.resolve("precious")).exists();
    }

    @Test
    void unpublishingNeedsIdAndTarget() {
        assertThat(unpublished(NodeUnpublishVolumeRequest.newBuilder().setTargetPath("/t"))
                        .getCode())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(unpublished(NodeUnpublishVolumeRequest.newBuilder().setVolumeId("v"))
                        .getCode())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void usageIsThatOfTheFileSystem() throws Exception {
        var answer = client.node()
                .nodeGetVolumeStats(NodeGetVolumeStatsRequest.newBuilder()
                        .setVolumeId("v")
                        .setVolumePath(work.toString())
                        .build());

        assertThat(answer.getUsageList())
                .extracting(VolumeUsage::getUnit)
                .containsExactly(VolumeUsage.Unit.BYTES, VolumeUsage.Unit.INODES);
        assertThat(answer.getUsage(0).getTotal())
                .isEqualTo(Files.getFileStore(work).getTotalSpace());
    }

    @Test
    void usageOfAPathThatIsNotThereIsNotFoundAlsoForAKnownVolume() {
        var request =
                NodeGetVolumeStatsRequest.newBuilder().setVolumeId("known").setVolumePath(work.toString());
        var _ = client.node().nodeGetVolumeStats(request.build());

        assertThat(PluginClient.statusOf(() -> client.node()
                                .nodeGetVolumeStats(
                                        request.setVolumePath("some/path").build()))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND);
        assertThat(PluginClient.statusOf(() -> client.node()
                                .nodeGetVolumeStats(request.clearVolumeId().build()))
                        .getCode())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(PluginClient.statusOf(() -> client.node()
                                .nodeGetVolumeStats(request.setVolumeId("v")
                                        .clearVolumePath()
                                        .build()))
                        .getCode())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void theNodeTellsItsNameAndWhatItCan() {
        var info = client.node().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());
        var can = client.node().nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance());

        assertThat(info.getNodeId()).isEqualTo("node-7");
        assertThat(info.getMaxVolumesPerNode()).isZero();
        assertThat(info.hasAccessibleTopology()).isFalse();
        assertThat(can.getCapabilitiesList())
                .extracting(capability -> capability.getRpc().getType())
                .containsExactly(RPC.Type.GET_VOLUME_STATS, RPC.Type.SINGLE_NODE_MULTI_WRITER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n1", ""})
    void itServesOnAFreeTcpPortWithAndWithoutTheNodesName(String name) {
        try (NfsPlugin onTcp =
                        NfsPlugin.start(PluginOptions.parse("--endpoint=tcp://127.0.0.1:0", "--nodeid=" + name));
                PluginClient caller = new PluginClient(onTcp.address())) {
            assertThat(caller.node()
                            .nodeGetInfo(NodeGetInfoRequest.getDefaultInstance())
                            .getNodeId())
                    .isEqualTo(name);
        }
    }

    @Test
    void theDriverTellsWhoItIs() {
        var info = client.identity().getPluginInfo(GetPluginInfoRequest.getDefaultInstance());
        var can = client.identity().getPluginCapabilities(GetPluginCapabilitiesRequest.getDefaultInstance());

        assertThat(info.getName()).isEqualTo("nfs.csi.k8s.io");
        assertThat(info.getVendorVersion()).isNotEmpty();
        assertThat(can.getCapabilitiesList())
                .extracting(capability -> capability.getService().getType())
                .containsExactly(PluginCapability.Service.Type.CONTROLLER_SERVICE);
        assertThat(client.identity()
                        .probe(ProbeRequest.getDefaultInstance())
                        .getReady()
                        .getValue())
                .isTrue();
    }
}
