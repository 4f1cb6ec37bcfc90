package io.csi4j.testkit.driver;

import com.google.protobuf.Int64Value;
import io.csi4j.spec.v1.CapacityRange;
import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import io.csi4j.spec.v1.ControllerExpandVolumeResponse;
import io.csi4j.spec.v1.ControllerGetCapabilitiesRequest;
import io.csi4j.spec.v1.ControllerGetCapabilitiesResponse;
import io.csi4j.spec.v1.ControllerGrpc;
import io.csi4j.spec.v1.ControllerModifyVolumeRequest;
import io.csi4j.spec.v1.ControllerModifyVolumeResponse;
import io.csi4j.spec.v1.ControllerPublishVolumeRequest;
import io.csi4j.spec.v1.ControllerPublishVolumeResponse;
import io.csi4j.spec.v1.ControllerServiceCapability;
import io.csi4j.spec.v1.ControllerUnpublishVolumeRequest;
import io.csi4j.spec.v1.ControllerUnpublishVolumeResponse;
import io.csi4j.spec.v1.CreateSnapshotRequest;
import io.csi4j.spec.v1.CreateSnapshotResponse;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.CreateVolumeResponse;
import io.csi4j.spec.v1.DeleteSnapshotRequest;
import io.csi4j.spec.v1.DeleteSnapshotResponse;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.spec.v1.DeleteVolumeResponse;
import io.csi4j.spec.v1.GetCapacityRequest;
import io.csi4j.spec.v1.GetCapacityResponse;
import io.csi4j.spec.v1.ListVolumesRequest;
import io.csi4j.spec.v1.ListVolumesResponse;
import io.csi4j.spec.v1.Snapshot;
import io.csi4j.spec.v1.Topology;
import io.csi4j.spec.v1.TopologyRequirement;
import io.csi4j.spec.v1.ValidateVolumeCapabilitiesRequest;
import io.csi4j.spec.v1.ValidateVolumeCapabilitiesResponse;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.stream.Stream;

/** Creates, publishes, expands and removes volumes in memory. */
final class FakeController extends ControllerGrpc.ControllerImplBase {
    /** What a volume gets whose request names no size. */
    private static final long STANDARD_BYTES = 1L << 30;

    private final DriverTraits traits;
    private final FakeStorage storage;

    FakeController(DriverTraits traits, FakeStorage storage) {
        this.traits = traits;
        this.storage = storage;
    }

    @Override
    public void controllerGetCapabilities(
            ControllerGetCapabilitiesRequest request, StreamObserver<ControllerGetCapabilitiesResponse> answer) {
        ControllerGetCapabilitiesResponse.Builder response = ControllerGetCapabilitiesResponse.newBuilder();
        traits.controller()
                .forEach(type -> response.addCapabilities(ControllerServiceCapability.newBuilder()
                        .setRpc(ControllerServiceCapability.RPC.newBuilder().setType(type))));
        Answers.send(answer, response.build());
    }

    @Override
    public void createVolume(CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> answer) {
        long bytes = bytes(request.getCapacityRange());
        FakeVolume wanted = FakeVolume.of(request, bytes, topology(request.getAccessibilityRequirements(), bytes));
        FakeVolume volume = storage.add(wanted);
        if (volume == null) {
            Answers.fail(answer, Code.RESOURCE_EXHAUSTED, "no room for " + bytes + " bytes");
        } else if (volume.bytes() < bytes) {
            Answers.fail(answer, Code.ALREADY_EXISTS, "volume " + request.getName() + " exists with another size");
        } else {
            Answers.send(
                    answer,
                    CreateVolumeResponse.newBuilder()
                            .setVolume(volume.asMessage())
                            .build());
        }
    }

    private static long bytes(CapacityRange range) {
        return range.getRequiredBytes() > 0 ? range.getRequiredBytes() : STANDARD_BYTES;
    }

    /** The place the caller likes best that has room; if none has, the one it likes best. */
    private List<Topology> topology(TopologyRequirement wanted, long bytes) {
        var places = Stream.concat(wanted.getPreferredList().stream(), wanted.getRequisiteList().stream())
                .toList();
        return places.stream()
                .filter(place -> storage.free(place.getSegmentsMap()) >= bytes)
                .findFirst()
                .or(() -> places.stream().findFirst())
                .map(List::of)
                .orElse(List.of());
    }

    @Override
    public void deleteVolume(DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> answer) {
        storage.remove(request.getVolumeId());
        Answers.send(answer, DeleteVolumeResponse.getDefaultInstance());
    }

    @Override
    public void controllerPublishVolume(
            ControllerPublishVolumeRequest request, StreamObserver<ControllerPublishVolumeResponse> answer) {
        if (storage.change(request.getVolumeId(), volume -> volume.on(request.getNodeId(), true))
                .isEmpty()) {
            notFound(answer, request.getVolumeId());
        } else {
            Answers.send(
                    answer,
                    ControllerPublishVolumeResponse.newBuilder()
                            .putPublishContext("fake-node", request.getNodeId())
                            .build());
        }
    }

    @Override
    public void controllerUnpublishVolume(
            ControllerUnpublishVolumeRequest request, StreamObserver<ControllerUnpublishVolumeResponse> answer) {
        // A volume that is gone is published nowhere, which is what was asked for.
        storage.change(request.getVolumeId(), volume -> volume.on(request.getNodeId(), false));
        Answers.send(answer, ControllerUnpublishVolumeResponse.getDefaultInstance());
    }

    @Override
    public void validateVolumeCapabilities(
            ValidateVolumeCapabilitiesRequest request, StreamObserver<ValidateVolumeCapabilitiesResponse> answer) {
        ValidateVolumeCapabilitiesResponse.Confirmed confirmed =
                ValidateVolumeCapabilitiesResponse.Confirmed.newBuilder()
                        .addAllVolumeCapabilities(request.getVolumeCapabilitiesList())
                        .build();
        Answers.send(
                answer,
                ValidateVolumeCapabilitiesResponse.newBuilder()
                        .setConfirmed(confirmed)
                        .build());
    }

    @Override
    public void listVolumes(ListVolumesRequest request, StreamObserver<ListVolumesResponse> answer) {
        List<FakeVolume> all = storage.volumes();
        int from = request.getStartingToken().isEmpty() ? 0 : Integer.parseInt(request.getStartingToken());
        int end = request.getMaxEntries() > 0 ? Math.min(all.size(), from + request.getMaxEntries()) : all.size();
        ListVolumesResponse.Builder response = ListVolumesResponse.newBuilder();
        all.subList(from, end).forEach(volume -> response.addEntries(entry(volume)));
        if (end < all.size()) {
            response.setNextToken(Integer.toString(end));
        }
        Answers.send(answer, response.build());
    }

    private static ListVolumesResponse.Entry entry(FakeVolume volume) {
        return ListVolumesResponse.Entry.newBuilder()
                .setVolume(volume.asMessage())
                .setStatus(ListVolumesResponse.VolumeStatus.newBuilder().addAllPublishedNodeIds(volume.nodes()))
                .build();
    }

    @Override
    public void getCapacity(GetCapacityRequest request, StreamObserver<GetCapacityResponse> answer) {
        var response = GetCapacityResponse.newBuilder()
                .setAvailableCapacity(
                        storage.free(request.getAccessibleTopology().getSegmentsMap()));
        storage.largest().ifPresent(bytes -> response.setMaximumVolumeSize(Int64Value.of(bytes)));
        Answers.send(answer, response.build());
    }

    @Override
    public void controllerExpandVolume(
            ControllerExpandVolumeRequest request, StreamObserver<ControllerExpandVolumeResponse> answer) {
        long bytes = request.getCapacityRange().getRequiredBytes();
        storage.change(request.getVolumeId(), volume -> volume.withBytes(Math.max(bytes, volume.bytes())))
                .ifPresentOrElse(
                        volume -> Answers.send(
                                answer,
                                ControllerExpandVolumeResponse.newBuilder()
                                        .setCapacityBytes(volume.bytes())
                                        .build()),
                        () -> notFound(answer, request.getVolumeId()));
    }

    @Override
    public void controllerModifyVolume(
            ControllerModifyVolumeRequest request, StreamObserver<ControllerModifyVolumeResponse> answer) {
        if (storage.change(
                        request.getVolumeId(),
                        volume -> volume.withMutableParameters(request.getMutableParametersMap()))
                .isEmpty()) {
            notFound(answer, request.getVolumeId());
        } else {
            Answers.send(answer, ControllerModifyVolumeResponse.getDefaultInstance());
        }
    }

    @Override
    public void createSnapshot(CreateSnapshotRequest request, StreamObserver<CreateSnapshotResponse> answer) {
        storage.volume(request.getSourceVolumeId())
                .ifPresentOrElse(
                        volume -> Answers.send(
                                answer,
                                CreateSnapshotResponse.newBuilder()
                                        .setSnapshot(storage.add(snapshot(request, volume)))
                                        .build()),
                        () -> notFound(answer, request.getSourceVolumeId()));
    }

    private static Snapshot snapshot(CreateSnapshotRequest request, FakeVolume volume) {
        return Snapshot.newBuilder()
                .setSnapshotId("snapshot-" + request.getName())
                .setSourceVolumeId(volume.id())
                .setSizeBytes(volume.bytes())
                .setReadyToUse(true)
                .build();
    }

    @Override
    public void deleteSnapshot(DeleteSnapshotRequest request, StreamObserver<DeleteSnapshotResponse> answer) {
        storage.removeSnapshot(request.getSnapshotId());
        Answers.send(answer, DeleteSnapshotResponse.getDefaultInstance());
    }

    private static void notFound(StreamObserver<?> answer, String id) {
        Answers.fail(answer, Code.NOT_FOUND, "no volume " + id);
    }
}
