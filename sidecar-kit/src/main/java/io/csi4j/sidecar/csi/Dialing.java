package io.csi4j.sidecar.csi;

import io.csi4j.sidecar.csi.DriverAddress.TcpPort;
import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
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
        return builder(address, trace)
                .eventLoopGroup(NetworkThread.shared())
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

    /** Over one or the other kind of socket. */
    private static NettyChannelBuilder builder(DriverAddress address, DialTrace trace) {
        if (address instanceof TcpPort(var host, var port)) {
            return NettyChannelBuilder.forAddress(host.isEmpty() ? "localhost" : host, port)
                    .channelFactory(() -> watched(new NioSocketChannel(), trace), InetSocketAddress.class);
        }
        UnixDomainSocketAddress socket = UnixDomainSocketAddress.of(((UnixSocket) address).path());
        return NettyChannelBuilder.forAddress(socket)
                .channelFactory(() -> watched(new NioDomainSocketChannel(), trace), UnixDomainSocketAddress.class);
    }

    private static Channel watched(Channel channel, DialTrace trace) {
        channel.pipeline().addLast(trace.watch());
        return channel;
    }
}
