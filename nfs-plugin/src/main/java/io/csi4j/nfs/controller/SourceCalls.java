package io.csi4j.nfs.controller;

import io.csi4j.nfs.content.Fills;
import io.csi4j.nfs.content.Progress;
import io.csi4j.nfs.content.SnapshotPlan;
import io.csi4j.nfs.content.Source;
import io.csi4j.nfs.rpc.CallTime;
import io.csi4j.nfs.rpc.FaultCodes;
import io.csi4j.nfs.rpc.Refused;
import io.csi4j.nfs.share.MountOptions;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.nfs.share.ShareTarget;
import io.csi4j.nfs.volumeid.NewVolume;
import io.csi4j.nfs.volumeid.SharePath;
import io.csi4j.nfs.volumeid.SnapshotId;
import io.csi4j.nfs.volumeid.VolumeId;
import io.csi4j.spec.v1.VolumeContentSource;
import io.grpc.Status.Code;
import java.time.Duration;

/** The part of CreateVolume that fills a volume from a snapshot or from another volume (contract 2.3 step 12). */
final class SourceCalls {
    /** A call waits so long for a copy at most; the caller asks again. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Fills fills;
    private final CallTime time;

    SourceCalls(Fills fills, CallTime time) {
        this.fills = fills;
        this.time = time;
    }

    /**
     * Reads a content source; {@code NOT_FOUND} for a handle that is none of this driver's.
     *
     * @param options of the new volume, also for the share of the source (contract 3.4)
     */
    static Source source(VolumeContentSource source, MountOptions options) throws Refused {
        return switch (source.getTypeCase()) {
            case SNAPSHOT -> {
                String handle = source.getSnapshot().getSnapshotId();
                SnapshotId id = SnapshotId.parse(handle).orElseThrow(() -> noSuch("snapshot", handle));
                yield new Source.Snapshot(handle, id, new ShareTarget(id.share(), options));
            }
            case VOLUME -> {
                String handle = source.getVolume().getVolumeId();
                VolumeId id = VolumeId.parse(handle).orElseThrow(() -> noSuch("volume", handle));
                SharePath directory = id.directory().orElseThrow(() -> noSuch("volume", handle));
                yield new Source.Volume(
                        handle, new SnapshotPlan.Place(new ShareTarget(id.share(), options), directory));
            }
            case TYPE_NOT_SET -> throw Refused.invalid("the content source is neither a snapshot nor a volume");
        };
    }

    private static Refused noSuch(String what, String handle) {
        return new Refused(Code.NOT_FOUND, "no %s of this driver: %s".formatted(what, handle));
    }

    /** Returns when the volume is there with all its content. */
    void fill(String name, NewVolume volume, ShareTarget target, Source source) throws Refused {
        try {
            switch (fills.fill(name, volume, target, source, time.atMost(LIMIT))) {
                case Progress.Done<NewVolume>(var _) -> {}
                case Progress.Running<NewVolume>() ->
                    throw new Refused(Code.ABORTED, "volume %s is still being filled, ask again".formatted(name));
                case Progress.Conflict<NewVolume>(var why) ->
                    throw new Refused(Code.ALREADY_EXISTS, "volume " + name + ": " + why);
            }
        } catch (ShareFault fault) {
            if (fault.is(Reason.ABSENT)) {
                throw new Refused(Code.NOT_FOUND, fault.getMessage(), fault);
            }
            throw FaultCodes.refused(fault, "failed to fill the volume");
        }
    }

    /** Before a volume is deleted. */
    void giveUp(String name, ShareTarget target) throws Refused {
        try {
            fills.giveUp(name, target, time.atMost(LIMIT));
        } catch (ShareFault fault) {
            throw FaultCodes.refused(fault, "failed to stop filling the volume");
        }
    }
}
