package io.csi4j.nfs.controller;

import io.csi4j.nfs.content.Fills;
import io.csi4j.nfs.content.Snapshots;
import io.csi4j.nfs.content.Source;
import io.csi4j.nfs.rpc.Answers;
import io.csi4j.nfs.rpc.BusyKeys;
import io.csi4j.nfs.rpc.CallTime;
import io.csi4j.nfs.rpc.FaultCodes;
import io.csi4j.nfs.rpc.Refused;
import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.MountOptions;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareTarget;
import io.csi4j.nfs.share.VolumeDirectories;
import io.csi4j.nfs.volumeid.Checked;
import io.csi4j.nfs.volumeid.ClassParameters;
import io.csi4j.nfs.volumeid.NewVolume;
import io.csi4j.nfs.volumeid.OnDelete;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.nfs.volumeid.VolumeId;
import io.csi4j.sidecar.log.Log;
import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import io.csi4j.spec.v1.ControllerExpandVolumeResponse;
import io.csi4j.spec.v1.ControllerGetCapabilitiesRequest;
import io.csi4j.spec.v1.ControllerGetCapabilitiesResponse;
import io.csi4j.spec.v1.ControllerGrpc.ControllerImplBase;
import io.csi4j.spec.v1.ControllerServiceCapability;
import io.csi4j.spec.v1.CreateSnapshotRequest;
import io.csi4j.spec.v1.CreateSnapshotResponse;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.CreateVolumeResponse;
import io.csi4j.spec.v1.DeleteSnapshotRequest;
import io.csi4j.spec.v1.DeleteSnapshotResponse;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.spec.v1.DeleteVolumeResponse;
import io.csi4j.spec.v1.ValidateVolumeCapabilitiesRequest;
import io.csi4j.spec.v1.ValidateVolumeCapabilitiesResponse;
import io.csi4j.spec.v1.Volume;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The controller RPCs. Those that are not here answer UNIMPLEMENTED (contract section 2). */
public final class ControllerService extends ControllerImplBase {
    private static final Log LOG = Log.of(ControllerService.class);
    /** However long the caller waits: making and renaming directories takes no longer on a server that is well. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ControllerOptions options;
    private final VolumeDirectories directories;
    private final CallTime time;
    private final BusyKeys busy = new BusyKeys();
    private final KnownOptions knownOptions = new KnownOptions();
    private final SnapshotCalls snapshots;
    private final SourceCalls sources;

    public ControllerService(
            ControllerOptions options, VolumeDirectories directories, Snapshots snapshots, Fills fills, CallTime time) {
        this.options = options;
        this.directories = directories;
        this.time = time;
        this.snapshots = new SnapshotCalls(snapshots, knownOptions, time);
        this.sources = new SourceCalls(fills, time);
    }

    @Override
    public void controllerGetCapabilities(
            ControllerGetCapabilitiesRequest request, StreamObserver<ControllerGetCapabilitiesResponse> caller) {
        Answers.send(
                caller,
                () -> ControllerGetCapabilitiesResponse.newBuilder()
                        .addCapabilities(capability(ControllerServiceCapability.RPC.Type.CREATE_DELETE_VOLUME))
                        .addCapabilities(capability(ControllerServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER))
                        .addCapabilities(capability(ControllerServiceCapability.RPC.Type.CLONE_VOLUME))
                        .addCapabilities(capability(ControllerServiceCapability.RPC.Type.CREATE_DELETE_SNAPSHOT))
                        .addCapabilities(capability(ControllerServiceCapability.RPC.Type.EXPAND_VOLUME))
                        .build());
    }

    private static ControllerServiceCapability capability(ControllerServiceCapability.RPC.Type type) {
        return ControllerServiceCapability.newBuilder()
                .setRpc(ControllerServiceCapability.RPC.newBuilder().setType(type))
                .build();
    }

    @Override
    public void createVolume(CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> caller) {
        Answers.send(caller, () -> create(request));
    }

    /** Checks in the order of contract 2.3. */
    private CreateVolumeResponse create(CreateVolumeRequest request) throws Refused {
        if (request.getName().isEmpty()) {
            throw Refused.invalid("CreateVolume needs a name");
        }
        CapabilityChecks.check(request.getVolumeCapabilitiesList());
        ClassParameters parameters = valid(ClassParameters.read(request.getParametersMap(), options.permissions()));
        try (BusyKeys.Hold _ = busy.hold(request.getName(), List.of(request.getName()))) {
            NewVolume volume = valid(parameters.volume(request.getName(), options.onDelete()));
            MountOptions mountOptions =
                    MountOptions.of(request.getVolumeCapabilities(0).getMount().getMountFlagsList());
            var target = new ShareTarget(volume.share(), mountOptions);
            if (request.hasVolumeContentSource()) {
                Source source = SourceCalls.source(request.getVolumeContentSource(), mountOptions);
                sources.fill(request.getName(), volume, target, source);
            } else {
                make(volume, target);
            }
            knownOptions.remember(volume.share(), mountOptions);
            return answer(volume, request);
        }
    }

    private void make(NewVolume volume, ShareTarget target) throws Refused {
        try {
            directories.make(target, volume.directory(), volume.permissions(), time.atMost(LIMIT));
        } catch (ShareFault fault) {
            throw FaultCodes.refused(fault, "failed to make the volume on its share");
        }
    }

    /** Capacity 0: the provisioner then takes what the claim asked for, as nothing limits the size. */
    private static CreateVolumeResponse answer(NewVolume volume, CreateVolumeRequest request) {
        var answer = Volume.newBuilder()
                .setVolumeId(volume.id().toString())
                .setCapacityBytes(0)
                .putAllVolumeContext(volume.context());
        if (request.hasVolumeContentSource()) {
            answer.setContentSource(request.getVolumeContentSource());
        }
        return CreateVolumeResponse.newBuilder().setVolume(answer).build();
    }

    private static <T> T valid(Checked<T> checked) throws Refused {
        return switch (checked) {
            case Checked.Valid<T>(var value) -> value;
            case Checked.Invalid<T>(var why) -> throw Refused.invalid(why);
        };
    }

    @Override
    public void deleteVolume(DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> caller) {
        Answers.send(caller, () -> {
            delete(request);
            return DeleteVolumeResponse.getDefaultInstance();
        });
    }

    private void delete(DeleteVolumeRequest request) throws Refused {
        String handle = request.getVolumeId();
        if (handle.isEmpty()) {
            throw Refused.invalid("DeleteVolume needs a volume id");
        }
        Optional<VolumeId> parsed = VolumeId.parse(handle);
        if (parsed.isEmpty()) {
            // Static volumes have free handles; there is nothing of ours to delete (contract 2.4).
            LOG.warning("volume id of no known form, nothing deleted", "volume", handle);
            return;
        }
        VolumeId id = parsed.get();
        // The name under which the volume was made: its creation and its deletion exclude each other.
        String name = id.uuid().isEmpty() ? id.subDir() : id.uuid();
        try (BusyKeys.Hold _ = busy.hold(handle, List.of(handle, name))) {
            delete(id, name, request);
        }
    }

    private void delete(VolumeId id, String name, DeleteVolumeRequest request) throws Refused {
        OnDelete policy = OnDelete.effective(id.onDelete(), options.onDelete());
        if (policy == OnDelete.RETAIN) {
            LOG.v(2).info("volume retained", "volume", request.getVolumeId());
            return;
        }
        Optional<SharePath> directory = id.directory();
        if (directory.isEmpty()) {
            LOG.warning("volume is a whole share and is retained", "volume", request.getVolumeId());
            return;
        }
        var target = new ShareTarget(id.share(), knownOptions.of(id.share(), request.getSecretsMap()));
        sources.giveUp(name, target);
        Budget budget = time.atMost(LIMIT);
        try {
            switch (policy) {
                case ARCHIVE -> directories.archive(target, directory.get(), options.replacesArchives(), budget);
                case DELETE, RETAIN -> directories.remove(target, directory.get(), budget);
            }
        } catch (ShareFault fault) {
            throw FaultCodes.refused(fault, "failed to " + policy + " the volume");
        }
    }

    @Override
    public void validateVolumeCapabilities(
            ValidateVolumeCapabilitiesRequest request, StreamObserver<ValidateVolumeCapabilitiesResponse> caller) {
        Answers.send(caller, () -> {
            if (request.getVolumeId().isEmpty()) {
                throw Refused.invalid("ValidateVolumeCapabilities needs a volume id");
            }
            CapabilityChecks.check(request.getVolumeCapabilitiesList());
            if (VolumeId.parse(request.getVolumeId()).isEmpty()) {
                throw new Refused(Status.Code.NOT_FOUND, "no volume of this driver: " + request.getVolumeId());
            }
            return ValidateVolumeCapabilitiesResponse.newBuilder()
                    .setConfirmed(ValidateVolumeCapabilitiesResponse.Confirmed.newBuilder()
                            .addAllVolumeCapabilities(request.getVolumeCapabilitiesList()))
                    .build();
        });
    }

    @Override
    public void controllerExpandVolume(
            ControllerExpandVolumeRequest request, StreamObserver<ControllerExpandVolumeResponse> caller) {
        Answers.send(caller, () -> {
            if (request.getVolumeId().isEmpty()) {
                throw Refused.invalid("ControllerExpandVolume needs a volume id");
            }
            if (!request.hasCapacityRange()) {
                throw Refused.invalid("ControllerExpandVolume needs a capacity range");
            }
            return ControllerExpandVolumeResponse.newBuilder()
                    .setCapacityBytes(request.getCapacityRange().getRequiredBytes())
                    .setNodeExpansionRequired(false)
                    .build();
        });
    }

    @Override
    public void createSnapshot(CreateSnapshotRequest request, StreamObserver<CreateSnapshotResponse> caller) {
        Answers.send(caller, () -> snapshots.create(request));
    }

    @Override
    public void deleteSnapshot(DeleteSnapshotRequest request, StreamObserver<DeleteSnapshotResponse> caller) {
        Answers.send(caller, () -> {
            snapshots.delete(request);
            return DeleteSnapshotResponse.getDefaultInstance();
        });
    }
}
