package io.csi4j.sidecar.csi;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC server on a unix socket or a TCP port: the driver's side of a {@link DriverChannel}. Each call runs on a
 * virtual thread of its own and may block.
 */
public final class DriverServer implements AutoCloseable {
    /** How long {@link #close()} lets calls finish. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final DriverAddress address;
    private final Server server;
    private final @Nullable SocketFile file;

    private DriverServer(DriverAddress address, Server server, @Nullable SocketFile file) {
        this.address = address;
        this.server = server;
        this.file = file;
    }

    /**
     * Listens and serves from now on. A socket left behind by an earlier run is replaced, anything else at its path is
     * not touched.
     *
     * @param interceptors see every call, the first one outermost; until its request is there on the network's thread
     * @throws StartupException with {@link Exit#FAILURE} if listening fails
     */
    public static DriverServer listen(
            DriverAddress address, List<? extends BindableService> services, ServerInterceptor... interceptors) {
        return address instanceof DriverAddress.UnixSocket socket
                ? start(SocketFile.open(socket), services, interceptors)
                : start((DriverAddress.TcpPort) address, services, interceptors);
    }

    /**
     * As {@link #listen}, but nobody sees the socket before it can be used: it is made under a name with a leading
     * dot, gets mode 0700 and is then moved to its place, so that whoever watches the folder finds it finished.
     */
    public static DriverServer listenPrivately(
            DriverAddress.UnixSocket socket,
            List<? extends BindableService> services,
            ServerInterceptor... interceptors) {
        return start(SocketFile.hidden(socket), services, interceptors);
    }

    /** Where it listens; of a port 0 the port it got. */
    public DriverAddress address() {
        return address;
    }

    /** Waits until the server is closed. */
    public void awaitClosed() throws InterruptedException {
        server.awaitTermination();
    }

    /** {@link #close(Duration)} with 10 s. */
    @Override
    public void close() {
        close(DRAIN);
    }

    /** Takes the socket away, lets calls finish that long, then cancels them. Does nothing the second time. */
    public void close(Duration drain) {
        if (file != null) {
            file.remove();
        }
        server.shutdown();
        try {
            if (!server.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow().awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException stop) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static DriverServer start(
            SocketFile file, List<? extends BindableService> services, ServerInterceptor... interceptors) {
        var builder = NettyServerBuilder.forAddress(
                        UnixDomainSocketAddress.of(file.boundAt().path()))
                .channelType(NioServerDomainSocketChannel.class);
        Server server = start(builder, file.place(), services, interceptors);
        try {
            file.show();
        } catch (StartupException failure) {
            server.shutdownNow();
            throw failure;
        }
        return new DriverServer(file.place(), server, file);
    }

    private static DriverServer start(
            DriverAddress.TcpPort port, List<? extends BindableService> services, ServerInterceptor... interceptors) {
        var builder = NettyServerBuilder.forAddress(toSocketAddress(port)).channelType(NioServerSocketChannel.class);
        Server server = start(builder, port, services, interceptors);
        return new DriverServer(new DriverAddress.TcpPort(port.host(), server.getPort()), server, null);
    }

    private static Server start(
            NettyServerBuilder builder,
            DriverAddress address,
            List<? extends BindableService> services,
            ServerInterceptor... interceptors) {
        services.forEach(builder::addService);
        // gRPC takes the innermost one first.
        for (ServerInterceptor interceptor : List.of(interceptors).reversed()) {
            builder.intercept(interceptor);
        }
        try {
            return builder.bossEventLoopGroup(NetworkThread.shared())
                    .workerEventLoopGroup(NetworkThread.shared())
                    .withChildOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                    .directExecutor()
                    .intercept(new CallThreads())
                    .build()
                    .start();
        } catch (IOException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new StartupException(
                    Exit.FAILURE, "cannot listen on " + address + ": " + DialTrace.reason(cause), failure);
        }
    }

    private static SocketAddress toSocketAddress(DriverAddress.TcpPort port) {
        return port.host().isEmpty()
                ? new InetSocketAddress((InetAddress) null, port.port())
                : new InetSocketAddress(port.host(), port.port());
    }
}
