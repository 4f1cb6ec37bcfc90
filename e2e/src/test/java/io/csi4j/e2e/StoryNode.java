package io.csi4j.e2e;

import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverServer;
import io.csi4j.spec.v1.NodeExpandVolumeRequest;
import io.csi4j.spec.v1.NodeExpandVolumeResponse;
import io.csi4j.spec.v1.NodeGetCapabilitiesRequest;
import io.csi4j.spec.v1.NodeGetCapabilitiesResponse;
import io.csi4j.spec.v1.NodeGetInfoRequest;
import io.csi4j.spec.v1.NodeGetInfoResponse;
import io.csi4j.spec.v1.NodeGrpc;
import io.csi4j.spec.v1.NodePublishVolumeRequest;
import io.csi4j.spec.v1.NodePublishVolumeResponse;
import io.csi4j.spec.v1.NodeServiceCapability;
import io.csi4j.spec.v1.NodeServiceCapability.RPC;
import io.csi4j.spec.v1.NodeStageVolumeRequest;
import io.csi4j.spec.v1.NodeStageVolumeResponse;
import io.csi4j.spec.v1.NodeUnpublishVolumeRequest;
import io.csi4j.spec.v1.NodeUnpublishVolumeResponse;
import io.csi4j.spec.v1.NodeUnstageVolumeRequest;
import io.csi4j.spec.v1.NodeUnstageVolumeResponse;
import io.csi4j.spec.v1.Topology;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The node half of the stories' driver, as a program on the VM node. A volume is a plain folder at its target path,
 * with the publish context in the file {@link #CONTEXT} and the secrets of its calls in two others; growing it leaves the
 * new size in the file {@link #SIZE}. Staging makes a note and nothing else. It travels as a class file without nested
 * classes, so whatever it needs beyond {@link StoryIdentity} is in {@code node.jar}.
 */
final class StoryNode extends NodeGrpc.NodeImplBase {
    /** Bytes of the last expansion, in the folder of the volume. */
    static final String SIZE = "size";

    /** What the controller half answered to the attacher, in the folder of the volume. */
    static final String CONTEXT = "context";

    /** The secrets of NodeStageVolume, in the folder of the volume. */
    static final String STAGE_SECRETS = "stage-secrets";

    /** The secrets of NodePublishVolume, in the folder of the volume. */
    static final String PUBLISH_SECRETS = "publish-secrets";

    /** In the folder of the socket: how many volumes the node takes; absent: {@link #STANDARD_LIMIT}. */
    static final String LIMIT = "limit";

    static final long STANDARD_LIMIT = 2;
    static final String TOPOLOGY_KEY = "story.csi4j.io/zone";
    static final String ZONE = "here";

    private final String nodeId;
    private final Path folder;

    private StoryNode(String nodeId, Path folder) {
        this.nodeId = nodeId;
        this.folder = folder;
    }

    /** @param arguments name of the driver, node id, folder of the socket */
    public static void main(String... arguments) throws InterruptedException {
        Path folder = Path.of(arguments[2]);
        var services = List.of(new StoryIdentity(arguments[0]), new StoryNode(arguments[1], folder));
        try (var server = DriverServer.listen(new DriverAddress.UnixSocket(folder.resolve("csi.sock")), services)) {
            server.awaitClosed();
        }
    }

    @Override
    public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> caller) {
        try {
            Path limit = folder.resolve(LIMIT);
            caller.onNext(NodeGetInfoResponse.newBuilder()
                    .setNodeId(nodeId)
                    .setMaxVolumesPerNode(
                            Files.exists(limit)
                                    ? Long.parseLong(Files.readString(limit).strip())
                                    : STANDARD_LIMIT)
                    .setAccessibleTopology(Topology.newBuilder().putSegments(TOPOLOGY_KEY, ZONE))
                    .build());
            caller.onCompleted();
        } catch (IOException e) {
            caller.onError(failed(e));
        }
    }

    @Override
    public void nodeGetCapabilities(
            NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> caller) {
        caller.onNext(NodeGetCapabilitiesResponse.newBuilder()
                .addCapabilities(capability(RPC.Type.STAGE_UNSTAGE_VOLUME))
                .addCapabilities(capability(RPC.Type.EXPAND_VOLUME))
                .build());
        caller.onCompleted();
    }

    private static NodeServiceCapability capability(RPC.Type type) {
        return NodeServiceCapability.newBuilder()
                .setRpc(RPC.newBuilder().setType(type))
                .build();
    }

    @Override
    public void nodeStageVolume(NodeStageVolumeRequest request, StreamObserver<NodeStageVolumeResponse> caller) {
        try {
            Files.writeString(
                    staged(request.getVolumeId()), request.getSecretsMap().toString());
            caller.onNext(NodeStageVolumeResponse.getDefaultInstance());
            caller.onCompleted();
        } catch (IOException e) {
            caller.onError(failed(e));
        }
    }

    @Override
    public void nodeUnstageVolume(NodeUnstageVolumeRequest request, StreamObserver<NodeUnstageVolumeResponse> caller) {
        try {
            Files.deleteIfExists(staged(request.getVolumeId()));
            caller.onNext(NodeUnstageVolumeResponse.getDefaultInstance());
            caller.onCompleted();
        } catch (IOException e) {
            caller.onError(failed(e));
        }
    }

    /** There while the volume is staged: what {@link #STAGE_SECRETS} will hold. */
    private Path staged(String volumeId) {
        return folder.resolve("staged-" + volumeId);
    }

    @Override
    public void nodePublishVolume(NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> caller) {
        try {
            Path target = Files.createDirectories(Path.of(request.getTargetPath()));
            Files.writeString(
                    target.resolve(CONTEXT), request.getPublishContextMap().toString());
            Files.copy(
                    staged(request.getVolumeId()), target.resolve(STAGE_SECRETS), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(
                    target.resolve(PUBLISH_SECRETS), request.getSecretsMap().toString());
            caller.onNext(NodePublishVolumeResponse.getDefaultInstance());
            caller.onCompleted();
        } catch (IOException e) {
            caller.onError(failed(e));
        }
    }

    @Override
    public void nodeUnpublishVolume(
            NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> caller) {
        Path target = Path.of(request.getTargetPath());
        try (Stream<Path> files = Files.exists(target) ? Files.walk(target) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            caller.onNext(NodeUnpublishVolumeResponse.getDefaultInstance());
            caller.onCompleted();
        } catch (IOException e) {
            caller.onError(failed(e));
        }
    }

    @Override
    public void nodeExpandVolume(NodeExpandVolumeRequest request, StreamObserver<NodeExpandVolumeResponse> caller) {
        long bytes = request.getCapacityRange().getRequiredBytes();
        try {
            Files.writeString(Path.of(request.getVolumePath(), SIZE), Long.toString(bytes));
            caller.onNext(NodeExpandVolumeResponse.newBuilder()
                    .setCapacityBytes(bytes)
                    .build());
            caller.onCompleted();
        } catch (IOException e) {
            caller.onError(failed(e));
        }
    }

    private static RuntimeException failed(IOException fault) {
        return Status.INTERNAL.withDescription(fault.toString()).asRuntimeException();
    }
}
