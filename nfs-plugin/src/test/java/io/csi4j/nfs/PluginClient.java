package io.csi4j.nfs;

import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.spec.v1.ControllerGrpc;
import io.csi4j.spec.v1.CreateSnapshotRequest;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.spec.v1.IdentityGrpc;
import io.csi4j.spec.v1.NodeGrpc;
import io.csi4j.spec.v1.VolumeCapability;
import io.csi4j.spec.v1.VolumeContentSource;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A caller of the plugin where it really listens. */
final class PluginClient implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ManagedChannel channel;

    PluginClient(DriverAddress address) {
        var builder = switch (address) {
            case DriverAddress.UnixSocket(var path) ->
                NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(path))
                        .channelType(NioDomainSocketChannel.class);
            case DriverAddress.TcpPort(var host, var port) ->
                NettyChannelBuilder.forAddress(host, port).channelType(NioSocketChannel.class);
        };
        channel = builder.eventLoopGroup(loop)
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
    }

    ControllerGrpc.ControllerBlockingStub controller() {
        return controller(Duration.ofSeconds(60));
    }

    ControllerGrpc.ControllerBlockingStub controller(Duration deadline) {
        return ControllerGrpc.newBlockingStub(channel).withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    NodeGrpc.NodeBlockingStub node() {
        return NodeGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    IdentityGrpc.IdentityBlockingStub identity() {
        return IdentityGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    static VolumeCapability capability(String... mountFlags) {
        var mount = VolumeCapability.MountVolume.newBuilder();
        for (String flag : mountFlags) {
            mount.addMountFlags(flag);
        }
        return VolumeCapability.newBuilder()
                .setMount(mount)
                .setAccessMode(VolumeCapability.AccessMode.newBuilder()
                        .setMode(VolumeCapability.AccessMode.Mode.MULTI_NODE_MULTI_WRITER))
                .build();
    }

    /** A valid request for a volume on the share {@code /share} of a server on the loopback address. */
    static CreateVolumeRequest.Builder newVolume(String name, int port, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(Map.of("server", "127.0.0.1", "share", "/share"));
        all.putAll(parameters);
        return CreateVolumeRequest.newBuilder()
                .setName(name)
                .addVolumeCapabilities(capability("nfsvers=4.1", "port=" + port))
                .putAllParameters(all);
    }

    /** Makes a volume and answers its id. */
    String create(String name, int port, Map<String, String> parameters) {
        return controller()
                .createVolume(newVolume(name, port, parameters).build())
                .getVolume()
                .getVolumeId();
    }

    /** A volume filled from a snapshot. */
    static CreateVolumeRequest restore(String name, int port, String snapshot) {
        return newVolume(name, port, Map.of())
                .setVolumeContentSource(VolumeContentSource.newBuilder()
                        .setSnapshot(
                                VolumeContentSource.SnapshotSource.newBuilder().setSnapshotId(snapshot)))
                .build();
    }

    /** A volume filled from another one. */
    static CreateVolumeRequest clone(String name, int port, String source) {
        return newVolume(name, port, Map.of())
                .setVolumeContentSource(VolumeContentSource.newBuilder()
                        .setVolume(VolumeContentSource.VolumeSource.newBuilder().setVolumeId(source)))
                .build();
    }

    static CreateSnapshotRequest newSnapshot(String name, int port, String source) {
        return CreateSnapshotRequest.newBuilder()
                .setName(name)
                .setSourceVolumeId(source)
                .putSecrets("mountOptions", "port=" + port)
                .build();
    }

    /** Repeats a call as a sidecar does, until it is no longer answered with Aborted. */
    static <T> T untilDone(Callable<T> call) throws Exception {
        while (true) {
            try {
                return call.call();
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.ABORTED) {
                    throw e;
                }
                Ticker.system().pause(Duration.ofMillis(100));
            }
        }
    }

    void delete(String id) {
        var _ = controller()
                .deleteVolume(DeleteVolumeRequest.newBuilder().setVolumeId(id).build());
    }

    /** How a call that has to fail ended. */
    static Status statusOf(Callable<?> call) {
        try {
            throw new AssertionError("answered " + call.call());
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
