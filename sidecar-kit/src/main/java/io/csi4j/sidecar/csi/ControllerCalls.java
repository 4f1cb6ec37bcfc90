package io.csi4j.sidecar.csi;

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
import io.csi4j.spec.v1.ListSnapshotsRequest;
import io.csi4j.spec.v1.ListSnapshotsResponse;
import io.csi4j.spec.v1.ListVolumesRequest;
import io.csi4j.spec.v1.ListVolumesResponse;
import io.csi4j.spec.v1.ValidateVolumeCapabilitiesRequest;
import io.csi4j.spec.v1.ValidateVolumeCapabilitiesResponse;
import io.grpc.CallOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * The calls of the driver's controller service: each blocks for its timeout at most and answers what {@link CodeTable}
 * makes of the code. An interrupt of the calling thread cancels the call, which is then uncertain.
 */
public final class ControllerCalls {
    private final Calling.Line line;

    public ControllerCalls(DriverChannel channel) {
        this(new Calling.Line(channel, CallOptions.DEFAULT));
    }

    private ControllerCalls(Calling.Line line) {
        this.line = line;
    }

    /** The same calls with something more to tell the channel's interceptors; the driver does not see it. */
    public <T> ControllerCalls with(CallOptions.Key<T> key, T value) {
        return new ControllerCalls(
                new Calling.Line(line.channel(), line.options().withOption(key, value)));
    }

    /** What the controller service can do; kinds of capability other than calls are left out. */
    public Outcome<Set<ControllerServiceCapability.RPC.Type>> capabilities(Duration timeout) {
        return Calling.call(
                        line,
                        CsiCall.CONTROLLER_GET_CAPABILITIES,
                        ControllerGrpc.getControllerGetCapabilitiesMethod(),
                        ControllerGetCapabilitiesRequest.getDefaultInstance(),
                        timeout)
                .map(ControllerCalls::types);
    }

    /** Makes a volume, or finds the one that an equal request made before. */
    public Outcome<CreateVolumeResponse> createVolume(CreateVolumeRequest request, Duration timeout) {
        return Calling.call(line, CsiCall.CREATE_VOLUME, ControllerGrpc.getCreateVolumeMethod(), request, timeout);
    }

    /** Removes a volume; one that is gone is done. */
    public Outcome<DeleteVolumeResponse> deleteVolume(DeleteVolumeRequest request, Duration timeout) {
        return Calling.call(line, CsiCall.DELETE_VOLUME, ControllerGrpc.getDeleteVolumeMethod(), request, timeout);
    }

    /** Attaches a volume to a node. */
    public Outcome<ControllerPublishVolumeResponse> publish(ControllerPublishVolumeRequest request, Duration timeout) {
        return Calling.call(
                line,
                CsiCall.CONTROLLER_PUBLISH_VOLUME,
                ControllerGrpc.getControllerPublishVolumeMethod(),
                request,
                timeout);
    }

    /** Detaches a volume from a node. */
    public Outcome<ControllerUnpublishVolumeResponse> unpublish(
            ControllerUnpublishVolumeRequest request, Duration timeout) {
        return Calling.call(
                line,
                CsiCall.CONTROLLER_UNPUBLISH_VOLUME,
                ControllerGrpc.getControllerUnpublishVolumeMethod(),
                request,
                timeout);
    }

    /** Makes a volume larger. */
    public Outcome<ControllerExpandVolumeResponse> expand(ControllerExpandVolumeRequest request, Duration timeout) {
        return Calling.call(
                line,
                CsiCall.CONTROLLER_EXPAND_VOLUME,
                ControllerGrpc.getControllerExpandVolumeMethod(),
                request,
                timeout);
    }

    /** Changes the mutable parameters of a volume. */
    public Outcome<ControllerModifyVolumeResponse> modify(ControllerModifyVolumeRequest request, Duration timeout) {
        return Calling.call(
                line,
                CsiCall.CONTROLLER_MODIFY_VOLUME,
                ControllerGrpc.getControllerModifyVolumeMethod(),
                request,
                timeout);
    }

    /** Whether a volume can be used that way. */
    public Outcome<ValidateVolumeCapabilitiesResponse> validate(
            ValidateVolumeCapabilitiesRequest request, Duration timeout) {
        return Calling.call(
                line,
                CsiCall.VALIDATE_VOLUME_CAPABILITIES,
                ControllerGrpc.getValidateVolumeCapabilitiesMethod(),
                request,
                timeout);
    }

    /** One page of the volumes the driver knows. */
    public Outcome<ListVolumesResponse> listVolumes(ListVolumesRequest request, Duration timeout) {
        return Calling.call(line, CsiCall.LIST_VOLUMES, ControllerGrpc.getListVolumesMethod(), request, timeout);
    }

    /** How much room is left for volumes of that kind. */
    public Outcome<GetCapacityResponse> getCapacity(GetCapacityRequest request, Duration timeout) {
        return Calling.call(line, CsiCall.GET_CAPACITY, ControllerGrpc.getGetCapacityMethod(), request, timeout);
    }

    /** Takes a snapshot, or finds the one that an equal request took before. */
    public Outcome<CreateSnapshotResponse> createSnapshot(CreateSnapshotRequest request, Duration timeout) {
        return Calling.call(line, CsiCall.CREATE_SNAPSHOT, ControllerGrpc.getCreateSnapshotMethod(), request, timeout);
    }

    /** Removes a snapshot; one that is gone is done. */
    public Outcome<DeleteSnapshotResponse> deleteSnapshot(DeleteSnapshotRequest request, Duration timeout) {
        return Calling.call(line, CsiCall.DELETE_SNAPSHOT, ControllerGrpc.getDeleteSnapshotMethod(), request, timeout);
    }

    /** One page of the snapshots the driver knows. */
    public Outcome<ListSnapshotsResponse> listSnapshots(ListSnapshotsRequest request, Duration timeout) {
        return Calling.call(line, CsiCall.LIST_SNAPSHOTS, ControllerGrpc.getListSnapshotsMethod(), request, timeout);
    }

    private static Set<ControllerServiceCapability.RPC.Type> types(ControllerGetCapabilitiesResponse response) {
        Set<ControllerServiceCapability.RPC.Type> types = EnumSet.noneOf(ControllerServiceCapability.RPC.Type.class);
        for (ControllerServiceCapability capability : response.getCapabilitiesList()) {
            if (capability.hasRpc()) {
                types.add(capability.getRpc().getType());
            }
        }
        return Set.copyOf(types);
    }
}
