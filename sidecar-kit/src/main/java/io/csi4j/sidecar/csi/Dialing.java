package io.csi4j.sidecar.csi;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.TimeUnit;

/** Builds the gRPC channel of contract common.md, section 3: plain HTTP/2, one thread, unpooled buffers, never idle. */
final class Dialing {
    private static final int MAX_RECEIVED_BYTES = 4 << 20;

    /** From this on gRPC switches its idle mode off. */
    private static final int NEVER_IDLE_DAYS = 30;

    private Dialing() {}

    static ManagedChannel channel(DriverAddress address, DialTrace trace) {
        NettyChannelBuilder builder = switch (address) {
            case DriverAddress.UnixSocket(var path) ->
                NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(path))
                        .channelFactory(
                                () -> watched(new NioDomainSocketChannel(), trace), UnixDomainSocketAddress.class);
            case DriverAddress.TcpPort(var host, var port) ->
                NettyChannelBuilder.forAddress(host.isEmpty() ? "localhost" : host, port)
                        .channelFactory(() -> watched(new NioSocketChannel(), trace), InetSocketAddress.class);
        };
        return builder.eventLoopGroup(NetworkThread.shared())
                .withOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .overrideAuthority("localhost")
                .usePlaintext()
                .maxInboundMessageSize(MAX_RECEIVED_BYTES)
                .idleTimeout(NEVER_IDLE_DAYS, TimeUnit.DAYS)
                // A channel of a sidecar asks one server and has no use for a proxy, retries or gRPC's own threads.
                .disableRetry()
                .directExecutor()
                .build();
    }

    private static Channel watched(Channel channel, DialTrace trace) {
        channel.pipeline().addLast(trace.watch());
        return channel;
    }
}
