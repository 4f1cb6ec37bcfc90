package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.ControllerGetVolumeRequest;
import io.csi4j.spec.v1.ControllerModifyVolumeRequest;
import io.csi4j.spec.v1.ControllerPublishVolumeRequest;
import io.csi4j.spec.v1.ControllerUnpublishVolumeRequest;
import io.csi4j.spec.v1.GetCapacityRequest;
import io.csi4j.spec.v1.GetSnapshotRequest;
import io.csi4j.spec.v1.ListSnapshotsRequest;
import io.csi4j.spec.v1.ListVolumesRequest;
import io.csi4j.spec.v1.NodeExpandVolumeRequest;
import io.csi4j.spec.v1.NodeStageVolumeRequest;
import io.csi4j.spec.v1.NodeUnstageVolumeRequest;
import io.grpc.Status.Code;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The calls that the driver does not offer: contract section 2. */
class UnofferedCallsIT {
    private static NfsPlugin plugin;
    private static PluginClient client;

    @BeforeAll
    static void start() {
        plugin = NfsPlugin.start(PluginOptions.parse("--endpoint=tcp://127.0.0.1:0", "--nodeid=n1"));
        client = new PluginClient(plugin.address());
    }

    @AfterAll
    static void stop() {
        client.close();
        plugin.close();
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                call(
                        "ControllerPublishVolume",
                        by -> by.controller()
                                .controllerPublishVolume(ControllerPublishVolumeRequest.getDefaultInstance())),
                call(
                        "ControllerUnpublishVolume",
                        by -> by.controller()
                                .controllerUnpublishVolume(ControllerUnpublishVolumeRequest.getDefaultInstance())),
                call(
                        "ControllerGetVolume",
                        by -> by.controller().controllerGetVolume(ControllerGetVolumeRequest.getDefaultInstance())),
                call(
                        "ControllerModifyVolume",
                        by -> by.controller()
                                .controllerModifyVolume(ControllerModifyVolumeRequest.getDefaultInstance())),
                call("ListVolumes", by -> by.controller().listVolumes(ListVolumesRequest.getDefaultInstance())),
                call("GetCapacity", by -> by.controller().getCapacity(GetCapacityRequest.getDefaultInstance())),
                call("ListSnapshots", by -> by.controller().listSnapshots(ListSnapshotsRequest.getDefaultInstance())),
                call("GetSnapshot", by -> by.controller().getSnapshot(GetSnapshotRequest.getDefaultInstance())),
                call("NodeStageVolume", by -> by.node().nodeStageVolume(NodeStageVolumeRequest.getDefaultInstance())),
                call(
                        "NodeUnstageVolume",
                        by -> by.node().nodeUnstageVolume(NodeUnstageVolumeRequest.getDefaultInstance())),
                call(
                        "NodeExpandVolume",
                        by -> by.node().nodeExpandVolume(NodeExpandVolumeRequest.getDefaultInstance())));
    }

    private static Arguments call(String name, Function<PluginClient, Object> call) {
        return Arguments.argumentSet(name, call);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isUnimplemented(Function<PluginClient, Object> call) {
        assertThat(PluginClient.statusOf(() -> call.apply(client)).getCode()).isEqualTo(Code.UNIMPLEMENTED);
    }
}
