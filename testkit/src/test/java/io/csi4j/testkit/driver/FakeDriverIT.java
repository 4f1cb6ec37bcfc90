package io.csi4j.testkit.driver;

import static io.csi4j.testkit.driver.DriverCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.spec.v1.CapacityRange;
import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import io.csi4j.spec.v1.ControllerGrpc;
import io.csi4j.spec.v1.ControllerPublishVolumeRequest;
import io.csi4j.spec.v1.ControllerUnpublishVolumeRequest;
import io.csi4j.spec.v1.CreateSnapshotRequest;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.CreateVolumeResponse;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.spec.v1.GetCapacityRequest;
import io.csi4j.spec.v1.GetPluginInfoRequest;
import io.csi4j.spec.v1.IdentityGrpc;
import io.csi4j.spec.v1.ListVolumesRequest;
import io.csi4j.spec.v1.NodeGetInfoRequest;
import io.csi4j.spec.v1.NodeGrpc;
import io.csi4j.spec.v1.Topology;
import io.csi4j.spec.v1.TopologyRequirement;
import io.csi4j.testkit.Faults;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FakeDriverIT {
    private final FakeDriver driver =
            FakeDriver.start(DriverTraits.plain("fake.csi4j.io").at(Map.of("zone", "a")));
    private final DriverChannel channel =
            DriverChannel.connect(DriverAddress.parse(driver.address()), ConnectOptions.standard());
    private final ControllerGrpc.ControllerBlockingStub controller = ControllerGrpc.newBlockingStub(channel.grpc());

    @AfterEach
    void close() {
        channel.close();
        driver.close();
    }

    @Test
    void theDriverSaysWhoAndWhereItIs() {
        assertThat(IdentityGrpc.newBlockingStub(channel.grpc())
                        .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
                        .getName())
                .isEqualTo("fake.csi4j.io");
        assertThat(NodeGrpc.newBlockingStub(channel.grpc())
                        .nodeGetInfo(NodeGetInfoRequest.getDefaultInstance())
                        .getAccessibleTopology()
                        .getSegmentsMap())
                .containsExactly(Map.entry("zone", "a"));
    }

    @Test
    void aVolumeIsCreatedOncePerName() {
        CreateVolumeResponse first = controller.createVolume(request("pvc-1", 5));
        CreateVolumeResponse second = controller.createVolume(request("pvc-1", 5));

        assertThat(second).isEqualTo(first);
        assertThat(driver.volumes()).hasSize(1);
        assertThat(code(() -> controller.createVolume(request("pvc-1", 6)))).isEqualTo(Status.Code.ALREADY_EXISTS);
    }

    @Test
    void aVolumeIsPutWhereTheCallerLikesItBest() {
        Topology zone = Topology.newBuilder().putSegments("zone", "b").build();
        CreateVolumeRequest request = request("pvc-1", 5).toBuilder()
                .setAccessibilityRequirements(TopologyRequirement.newBuilder()
                        .addRequisite(Topology.newBuilder().putSegments("zone", "a"))
                        .addPreferred(zone))
                .build();

        assertThat(controller.createVolume(request).getVolume().getAccessibleTopologyList())
                .containsExactly(zone);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        driver.setFree(10);
        controller.createVolume(request("pvc-1", 7));

        assertThat(code(() -> controller.createVolume(request("pvc-2", 7)))).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        controller.deleteVolume(
                DeleteVolumeRequest.newBuilder().setVolumeId("volume-pvc-1").build());
        assertThat(controller.createVolume(request("pvc-2", 7)).getVolume().getCapacityBytes())
                .isEqualTo(7);
    }

    @Test
    void eachSegmentHasItsOwnRoom() {
        driver.setFree(Map.of("zone", "a"), 10);
        driver.setFree(Map.of("zone", "b"), 4);
        driver.setLargestVolume(8);
        var inA = Topology.newBuilder().putSegments("zone", "a").build();
        var inB = Topology.newBuilder().putSegments("zone", "b").build();
        var preferringB = request("pvc-1", 7).toBuilder()
                .setAccessibilityRequirements(
                        TopologyRequirement.newBuilder().addPreferred(inB).addPreferred(inA))
                .build();

        assertThat(controller.createVolume(preferringB).getVolume().getAccessibleTopologyList())
                .containsExactly(inA);

        var left = controller.getCapacity(
                GetCapacityRequest.newBuilder().setAccessibleTopology(inA).build());
        assertThat(left.getAvailableCapacity()).isEqualTo(3);
        assertThat(left.getMaximumVolumeSize().getValue()).isEqualTo(8);
    }

    @Test
    void aVolumeLivesItsLife() {
        String id = controller.createVolume(request("pvc-1", 5)).getVolume().getVolumeId();
        controller.controllerExpandVolume(ControllerExpandVolumeRequest.newBuilder()
                .setVolumeId(id)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(9))
                .build());
        controller.controllerPublishVolume(ControllerPublishVolumeRequest.newBuilder()
                .setVolumeId(id)
                .setNodeId("n1")
                .build());
        controller.createSnapshot(CreateSnapshotRequest.newBuilder()
                .setName("s")
                .setSourceVolumeId(id)
                .build());

        FakeVolume volume = driver.volume(id).orElseThrow();
        assertThat(volume.bytes()).isEqualTo(9);
        assertThat(volume.nodes()).containsExactly("n1");
        assertThat(controller
                        .listVolumes(ListVolumesRequest.getDefaultInstance())
                        .getEntries(0)
                        .getStatus()
                        .getPublishedNodeIdsList())
                .containsExactly("n1");
        controller.controllerUnpublishVolume(
                ControllerUnpublishVolumeRequest.newBuilder().setVolumeId(id).build());
        assertThat(driver.volume(id).orElseThrow().nodes()).isEmpty();
    }

    @Test
    void aFaultStrikesAsOftenAsItIsWanted() {
        driver.faults().fail(1, on("CreateVolume"), Status.ABORTED.withDescription("busy"));

        assertThat(code(() -> controller.createVolume(request("pvc-1", 5)))).isEqualTo(Status.Code.ABORTED);
        assertThat(driver.volumes()).isEmpty();
        controller.createVolume(request("pvc-1", 5));
        assertThat(driver.calls(on("CreateVolume"))).hasSize(2);
    }

    @Test
    void aShareOfTheCallsFails() {
        driver.faults().failShare(0.3, 1, on("*"), Status.INTERNAL);

        long failed = 0;
        for (int i = 0; i < 100; i++) {
            String name = "pvc-" + i;
            try {
                controller.createVolume(request(name, 1));
            } catch (StatusRuntimeException e) {
                failed++;
            }
        }

        assertThat(failed).isBetween(20L, 40L);
    }

    @Test
    void aLostReplyLeavesTheWorkDone() {
        driver.faults().loseReplies(1, on("CreateVolume"));

        assertThat(code(() -> controller.createVolume(request("pvc-1", 5)))).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(driver.volumes()).hasSize(1);
    }

    @Test
    void aHeldCallWaitsForTheTest() throws InterruptedException {
        Faults.Hold hold = driver.faults().hold(1, on("CreateVolume"));
        CompletableFuture<CreateVolumeResponse> reply = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> reply.complete(controller.createVolume(request("pvc-1", 5))));

        hold.awaitArrival();
        assertThat(driver.volumes()).isEmpty();
        hold.release();

        assertThat(reply.join().getVolume().getVolumeId()).isEqualTo("volume-pvc-1");
    }

    @Test
    void repliesCanBeEdited() {
        driver.editReplies(on("CreateVolume"), reply -> {
            CreateVolumeResponse.Builder edited = ((CreateVolumeResponse) reply).toBuilder();
            edited.getVolumeBuilder().setCapacityBytes(3);
            return edited.build();
        });

        assertThat(controller.createVolume(request("pvc-1", 5)).getVolume().getCapacityBytes())
                .isEqualTo(3);
    }

    private static CreateVolumeRequest request(String name, long bytes) {
        return CreateVolumeRequest.newBuilder()
                .setName(name)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(bytes))
                .build();
    }

    private static Status.Code code(ThrowingCallable call) {
        try {
            call.call();
            return Status.Code.OK;
        } catch (Throwable failure) {
            return Status.fromThrowable(failure).getCode();
        }
    }
}
