package io.csi4j.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The API server's way to kubelets: an HTTP CONNECT proxy on a unix socket.
 *
 * <p>A node's address (10.0.2.15) exists only inside QEMU's user network, so {@code kubectl logs} and {@code exec} go
 * through here to a port forwarded into the guest; the API server is told so by an egress selector (KEP 1281). Mutable:
 * routes come and go with nodes; concurrent.
 */
final class NodeDoor implements AutoCloseable {
    /** Longest unix socket path of the kernel, without the closing zero. */
    private static final int LONGEST_PATH = 107;

    private static final int LONGEST_REQUEST = 8_192;

    private final ServerSocketChannel server;
    private final Path socket;
    private final Map<String, Integer> routes = new ConcurrentHashMap<>();
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private NodeDoor(ServerSocketChannel server, Path socket) {
        this.server = server;
        this.socket = socket;
    }

    static NodeDoor listen(Path socket) {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new LabException(
                    "need a work folder short enough for a socket path of " + LONGEST_PATH + " bytes, got " + socket);
        }
        try {
            Files.deleteIfExists(socket);
            var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
            var door = new NodeDoor(server, socket);
            Thread.ofVirtual().name("node-door").start(door::accept);
            return door;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on {@code address} ("10.0.2.15:10250") is reached at this port of the loopback address. */
    void route(String address, int port) {
        routes.put(address, port);
    }

    void forget(String address) {
        routes.remove(address);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel channel : open) {
                channel.close();
            }
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel caller = server.accept();
                Thread.ofVirtual().name("node-door-call").start(() -> serve(caller));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(SocketChannel caller) {
        open.add(caller);
        try (caller) {
            Integer port = routes.get(target(Channels.newInputStream(caller)).orElse(""));
            if (port == null) {
                answer(caller, "HTTP/1.1 502 no such node\r\n\r\n");
                return;
            }
            try (var node = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                answer(caller, "HTTP/1.1 200 OK\r\n\r\n");
                Thread back = Thread.ofVirtual().start(() -> pump(node, caller));
                pump(caller, node);
                back.join();
            }
        } catch (IOException gone) {
            // One side hung up: both connections end here, and the API server reports it to its caller.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(caller);
        }
    }

    /** The address asked for, after reading the whole request up to its empty line. */
    static Optional<String> target(InputStream request) throws IOException {
        var head = new ByteArrayOutputStream();
        while (head.size() < LONGEST_REQUEST
                && !head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = request.read();
            if (next < 0) {
                return Optional.empty();
            }
            head.write(next);
        }
        String[] words = head.toString(StandardCharsets.ISO_8859_1).split(" ", 3);
        return words.length == 3 && words[0].equals("CONNECT") ? Optional.of(words[1]) : Optional.empty();
    }

    private static void answer(SocketChannel caller, String text) throws IOException {
        Channels.newOutputStream(caller).write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void pump(SocketChannel from, SocketChannel to) {
        try {
            OutputStream sink = Channels.newOutputStream(to);
            Channels.newInputStream(from).transferTo(sink);
            to.shutdownOutput();
        } catch (IOException gone) {
            // The other direction sees the same and ends too.
        }
    }
}
