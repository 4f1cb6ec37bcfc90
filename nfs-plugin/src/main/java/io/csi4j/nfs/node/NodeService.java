package io.csi4j.nfs.node;

import io.csi4j.nfs.child.Children;
import io.csi4j.nfs.rpc.Answers;
import io.csi4j.nfs.rpc.BusyKeys;
import io.csi4j.nfs.rpc.CallTime;
import io.csi4j.nfs.rpc.Refused;
import io.csi4j.nfs.share.Budget;
import io.csi4j.sidecar.log.Log;
import io.csi4j.spec.v1.NodeGetCapabilitiesRequest;
import io.csi4j.spec.v1.NodeGetCapabilitiesResponse;
import io.csi4j.spec.v1.NodeGetInfoRequest;
import io.csi4j.spec.v1.NodeGetInfoResponse;
import io.csi4j.spec.v1.NodeGetVolumeStatsRequest;
import io.csi4j.spec.v1.NodeGetVolumeStatsResponse;
import io.csi4j.spec.v1.NodeGrpc.NodeImplBase;
import io.csi4j.spec.v1.NodePublishVolumeRequest;
import io.csi4j.spec.v1.NodePublishVolumeResponse;
import io.csi4j.spec.v1.NodeServiceCapability;
import io.csi4j.spec.v1.NodeUnpublishVolumeRequest;
import io.csi4j.spec.v1.NodeUnpublishVolumeResponse;
import io.csi4j.spec.v1.VolumeCapability;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The node RPCs. Those that are not here answer UNIMPLEMENTED (contract section 2). */
public final class NodeService extends NodeImplBase {
    private static final Log LOG = Log.of(NodeService.class);
    /** Just below the two minutes kubelet waits (contract 2.6). */
    private static final Duration LIMIT = Duration.ofSeconds(110);

    private final NodeOptions options;
    private final NodeMounts mounts;
    private final UsageOfVolumes usage;
    private final CallTime time;
    private final BusyKeys busy = new BusyKeys();
    private final PublishedTargets published = new PublishedTargets();

    public NodeService(NodeOptions options, Children children, CallTime time) {
        this.options = options;
        this.mounts = new NodeMounts(children, options.unmountsLazily());
        this.usage = new UsageOfVolumes(children, options.usageKeptFor());
        this.time = time;
    }

    @Override
    public void nodePublishVolume(NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> caller) {
        Answers.send(caller, () -> {
            publish(request);
            return NodePublishVolumeResponse.getDefaultInstance();
        });
    }

    /** Checks and steps in the order of contract 4.1. */
    private void publish(NodePublishVolumeRequest request) throws Refused {
        if (!request.hasVolumeCapability()) {
            throw Refused.invalid("volume capability is missing in the request");
        }
        String id = request.getVolumeId();
        String target = request.getTargetPath();
        checkIdAndTarget(id, target);
        try (BusyKeys.Hold _ = busy.hold(id, List.of(id + "-" + target))) {
            VolumeAttributes volume = VolumeAttributes.of(request, options.permissions());
            String point = MountTable.pointOf(target);
            note(request, point, volume);
            try {
                publish(volume, target);
            } catch (Refused refused) {
                if (NodeMounts.mountAt(target).isEmpty()) {
                    published.remove(id, point);
                }
                throw refused;
            }
        }
    }

    /** By the point in the mount table, by which a later life of the program finds it again. */
    private void note(NodePublishVolumeRequest request, String point, VolumeAttributes volume) throws Refused {
        VolumeCapability.AccessMode.Mode mode =
                request.getVolumeCapability().getAccessMode().getMode();
        if (mode == VolumeCapability.AccessMode.Mode.SINGLE_NODE_SINGLE_WRITER) {
            published.addOnly(request.getVolumeId(), point, volume.source(), NodeMounts.mountTable());
        } else {
            published.add(request.getVolumeId(), point);
        }
    }

    private void publish(VolumeAttributes volume, String target) throws Refused {
        Budget budget = time.atMost(LIMIT);
        Optional<MountTable.Entry> there = NodeMounts.mountAt(target);
        if (there.isPresent()) {
            if (mounts.mayStay(target, there.get(), budget)) {
                warnIfOther(volume, target, there.get());
                return;
            }
            LOG.warning(
                    "stale mount is replaced",
                    "target",
                    target,
                    "source",
                    there.get().source());
            mounts.unmount(target, budget);
        }
        mounts.mount(volume, target, budget);
        if (!volume.permissions().areLeftAlone()) {
            mounts.setMode(volume, target, budget);
        }
    }

    /** Only a warning: kubelet publishes live targets again, and a refusal would break running pods (contract 9). */
    private static void warnIfOther(VolumeAttributes volume, String target, MountTable.Entry there) {
        if (!there.source().equals(volume.source())) {
            LOG.warning(
                    "target is mounted from another source",
                    "target",
                    target,
                    "mounted",
                    there.source(),
                    "wanted",
                    volume.source());
        }
    }

    private static void checkIdAndTarget(String id, String target) throws Refused {
        if (id.isEmpty()) {
            throw Refused.invalid("volume id is missing in the request");
        }
        if (target.isEmpty()) {
            throw Refused.invalid("target path is missing in the request");
        }
    }

    @Override
    public void nodeUnpublishVolume(
            NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> caller) {
        Answers.send(caller, () -> {
            String id = request.getVolumeId();
            String target = request.getTargetPath();
            checkIdAndTarget(id, target);
            try (BusyKeys.Hold _ = busy.hold(id, List.of(id + "-" + target))) {
                mounts.unmount(target, time.atMost(LIMIT));
                NodeMounts.removeTarget(target);
                published.remove(id, MountTable.pointOf(target));
                usage.forget(id, target);
            }
            return NodeUnpublishVolumeResponse.getDefaultInstance();
        });
    }

    @Override
    public void nodeGetVolumeStats(
            NodeGetVolumeStatsRequest request, StreamObserver<NodeGetVolumeStatsResponse> caller) {
        Answers.send(caller, () -> {
            if (request.getVolumeId().isEmpty()) {
                throw Refused.invalid("volume id is missing in the request");
            }
            if (request.getVolumePath().isEmpty()) {
                throw Refused.invalid("volume path is missing in the request");
            }
            return usage.of(request.getVolumeId(), request.getVolumePath(), time.atMost(LIMIT));
        });
    }

    @Override
    public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> caller) {
        Answers.send(
                caller,
                () -> NodeGetInfoResponse.newBuilder()
                        .setNodeId(options.nodeId())
                        .build());
    }

    @Override
    public void nodeGetCapabilities(
            NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> caller) {
        Answers.send(
                caller,
                () -> NodeGetCapabilitiesResponse.newBuilder()
                        .addCapabilities(capability(NodeServiceCapability.RPC.Type.GET_VOLUME_STATS))
                        .addCapabilities(capability(NodeServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER))
                        .build());
    }

    private static NodeServiceCapability capability(NodeServiceCapability.RPC.Type type) {
        return NodeServiceCapability.newBuilder()
                .setRpc(NodeServiceCapability.RPC.newBuilder().setType(type))
                .build();
    }
}
