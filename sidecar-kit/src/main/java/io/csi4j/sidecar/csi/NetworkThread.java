package io.csi4j.sidecar.csi;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The one thread that moves bytes for all channels and servers of the process; a daemon, made on first use.
 *
 * <p>It uses the JDK's own sockets: Netty's epoll transport would have to unpack a native library, and the sidecars
 * have no writable folder (contract common.md, section 12).
 */
final class NetworkThread {
    private static final EventLoopGroup SHARED = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("csi-network", true), NioIoHandler.newFactory());

    // Kept here because the JDK forgets the level of a logger that nobody holds.
    private static final Logger BOOTSTRAP = Logger.getLogger("io.netty.bootstrap");

    static {
        // gRPC sets SO_KEEPALIVE on every socket, and Netty warns for each unix socket that it does not know it.
        BOOTSTRAP.setLevel(Level.SEVERE);
    }

    private NetworkThread() {}

    static EventLoopGroup shared() {
        return SHARED;
    }
}
