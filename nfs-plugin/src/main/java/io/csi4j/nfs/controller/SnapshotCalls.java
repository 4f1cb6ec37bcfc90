package io.csi4j.nfs.controller;

import com.google.protobuf.Timestamp;
import io.csi4j.nfs.content.Progress;
import io.csi4j.nfs.content.SnapshotPlan;
import io.csi4j.nfs.content.Snapshots;
import io.csi4j.nfs.content.StoredSnapshot;
import io.csi4j.nfs.rpc.BusyKeys;
import io.csi4j.nfs.rpc.CallTime;
import io.csi4j.nfs.rpc.FaultCodes;
import io.csi4j.nfs.rpc.Refused;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.ShareTarget;
import io.csi4j.nfs.volumeid.Checked;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.nfs.volumeid.SnapshotId;
import io.csi4j.nfs.volumeid.SnapshotParameters;
import io.csi4j.nfs.volumeid.VolumeId;
import io.csi4j.sidecar.log.Log;
import io.csi4j.spec.v1.CreateSnapshotRequest;
import io.csi4j.spec.v1.CreateSnapshotResponse;
import io.csi4j.spec.v1.DeleteSnapshotRequest;
import io.csi4j.spec.v1.Snapshot;
import io.grpc.Status.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** CreateSnapshot and DeleteSnapshot, with their checks in the order of contract 2.5. */
final class SnapshotCalls {
    private static final Log LOG = Log.of(SnapshotCalls.class);
    /** A call waits so long for a snapshot at most; the caller asks again. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Snapshots snapshots;
    private final KnownOptions knownOptions;
    private final CallTime time;
    private final BusyKeys busy = new BusyKeys();

    SnapshotCalls(Snapshots snapshots, KnownOptions knownOptions, CallTime time) {
        this.snapshots = snapshots;
        this.knownOptions = knownOptions;
        this.time = time;
    }

    CreateSnapshotResponse create(CreateSnapshotRequest request) throws Refused {
        if (request.getName().isEmpty()) {
            throw Refused.invalid("CreateSnapshot needs a name");
        }
        if (request.getSourceVolumeId().isEmpty()) {
            throw Refused.invalid("CreateSnapshot needs a source volume id");
        }
        VolumeId source = VolumeId.parse(request.getSourceVolumeId())
                .orElseThrow(() -> noSuchSource(request.getSourceVolumeId(), "no volume of this driver"));
        SharePath directory = source.directory()
                .orElseThrow(() -> noSuchSource(request.getSourceVolumeId(), "it names a whole share"));
        SnapshotParameters parameters =
                switch (SnapshotParameters.read(request.getName(), request.getParametersMap(), source)) {
                    case Checked.Valid<SnapshotParameters>(var value) -> value;
                    case Checked.Invalid<SnapshotParameters>(var why) -> throw Refused.invalid(why);
                };
        var plan = new SnapshotPlan(
                parameters.id(),
                new SnapshotPlan.Place(
                        new ShareTarget(
                                source.share(),
                                knownOptions.of(source.share(), request.getSecretsMap(), parameters.mountOptions())),
                        directory),
                new ShareTarget(
                        parameters.id().share(),
                        knownOptions.of(parameters.id().share(), request.getSecretsMap(), parameters.mountOptions())));
        try (BusyKeys.Hold _ = busy.hold(request.getName(), List.of(request.getName()))) {
            return answer(request, plan);
        }
    }

    private static Refused noSuchSource(String handle, String why) {
        return new Refused(Code.NOT_FOUND, "source volume \"%s\": %s".formatted(handle, why));
    }

    private CreateSnapshotResponse answer(CreateSnapshotRequest request, SnapshotPlan plan) throws Refused {
        try {
            return switch (snapshots.create(plan, time.atMost(LIMIT))) {
                case Progress.Done<StoredSnapshot>(var stored) ->
                    CreateSnapshotResponse.newBuilder()
                            .setSnapshot(Snapshot.newBuilder()
                                    .setSnapshotId(plan.id().toString())
                                    .setSourceVolumeId(request.getSourceVolumeId())
                                    .setSizeBytes(stored.bytes())
                                    .setCreationTime(timestamp(stored.made()))
                                    .setReadyToUse(true))
                            .build();
                case Progress.Running<StoredSnapshot>() ->
                    throw new Refused(
                            Code.ABORTED, "snapshot %s is still being made, ask again".formatted(request.getName()));
                case Progress.Conflict<StoredSnapshot>(var why) ->
                    throw new Refused(
                            Code.ALREADY_EXISTS,
                            "snapshot with the same name but different source volume ID already exists: " + why);
            };
        } catch (ShareFault fault) {
            if (fault.is(Reason.ABSENT)) {
                throw new Refused(Code.NOT_FOUND, fault.getMessage(), fault);
            }
            throw FaultCodes.refused(fault, "failed to make the snapshot");
        }
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    void delete(DeleteSnapshotRequest request) throws Refused {
        String handle = request.getSnapshotId();
        if (handle.isEmpty()) {
            throw Refused.invalid("DeleteSnapshot needs a snapshot id");
        }
        Optional<SnapshotId> id = SnapshotId.parse(handle);
        if (id.isEmpty()) {
            LOG.warning("snapshot id of no known form, nothing deleted", "snapshot", handle);
            return;
        }
        var target = new ShareTarget(id.get().share(), knownOptions.of(id.get().share(), request.getSecretsMap()));
        String name = id.get().name();
        try (BusyKeys.Hold _ = busy.hold(handle, List.of(name))) {
            snapshots.delete(id.get(), target, time.atMost(LIMIT));
        } catch (ShareFault fault) {
            if (fault.is(Reason.NOT_EMPTY)) {
                throw new Refused(Code.FAILED_PRECONDITION, fault.getMessage(), fault);
            }
            throw FaultCodes.refused(fault, "failed to delete the snapshot");
        }
    }
}
