package io.csi4j.sidecar.csi;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * The one thread that moves bytes for all channels and servers of the process; a daemon, made on first use.
 *
 * <p>It uses the JDK's own sockets: Netty's epoll transport would have to unpack a native library, and the sidecars
 * have no writable folder (contract common.md, section 12).
 */
final class NetworkThread {
    static {
        LibraryLog.install();
    }

    private static final EventLoopGroup SHARED = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("csi-network", true), NioIoHandler.newFactory());

    private NetworkThread() {}

    static EventLoopGroup shared() {
        return SHARED;
    }
}
