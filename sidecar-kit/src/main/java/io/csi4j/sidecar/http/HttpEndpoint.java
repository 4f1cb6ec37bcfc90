package io.csi4j.sidecar.http;

import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The HTTP server of a program; listens until closed. Plain HTTP/1.1 without authentication, as upstream's. */
public final class HttpEndpoint implements AutoCloseable {
    private static final Log LOG = Log.of(HttpEndpoint.class);

    /** Probes and scrapes need a handful; a flood must not eat the memory of a small container. */
    private static final int MOST_CONNECTIONS = 256;

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

    private final ServerSocketChannel channel;
    private final Routes routes;
    private final Ticker ticker;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private HttpEndpoint(ServerSocketChannel channel, Routes routes, Ticker ticker) {
        this.channel = channel;
        this.routes = routes;
        this.ticker = ticker;
    }

    /**
     * Begins to listen.
     *
     * @param hostPort {@code :8080} for all addresses of both families, {@code localhost:80} for one loopback
     *     address, {@code [::1]:80}, {@code :0} for any free port, or a service name as port
     * @throws IOException with address and cause when it cannot; how the process ends then is the program's choice
     */
    public static HttpEndpoint listen(String hostPort, Routes routes) throws IOException {
        return listen(hostPort, routes, Ticker.system());
    }

    static HttpEndpoint listen(String hostPort, Routes routes, Ticker ticker) throws IOException {
        try {
            ServerSocketChannel channel = ListenAddress.parse(hostPort).open();
            HttpEndpoint endpoint = new HttpEndpoint(channel, routes, ticker);
            Thread.ofVirtual().name("http-accept").start(endpoint::accept);
            return endpoint;
        } catch (IOException | RuntimeException failure) {
            throw new IOException("cannot listen on " + hostPort + ": " + failure.getMessage(), failure);
        }
    }

    /** The port it listens on. */
    public int port() {
        return channel.socket().getLocalPort();
    }

    /** The address it listens on. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.socket().getLocalSocketAddress();
    }

    /** Stops listening and cuts off all connections. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            LOG.error(failure, "cannot stop listening");
        }
        connections.forEach(HttpEndpoint::cut);
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                serve(channel.accept().socket());
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException failure) {
                LOG.error(failure, "cannot accept a connection");
                pause();
            }
        }
    }

    private void serve(Socket socket) {
        connections.add(socket);
        if (connections.size() > MOST_CONNECTIONS || !channel.isOpen()) {
            connections.remove(socket);
            cut(socket);
            return;
        }
        Thread.ofVirtual().name("http-connection").start(() -> {
            try {
                new Connection(socket, routes, ticker).run();
            } finally {
                connections.remove(socket);
            }
        });
    }

    private void pause() {
        try {
            ticker.pause(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            LOG.v(6).info("connection was gone already", "reason", gone.getMessage());
        }
    }
}
