package io.csi4j.nfs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;

/**
 * Shows an NFS server at port 2049 of a loopback address of its own, for callers that cannot say a port. Mutable: the
 * connections it forwards end with it.
 */
final class UsualPort implements AutoCloseable {
    private static final int NFS = 2049;
    private static final int ADDRESS_TRIES = 20;

    private final int port;
    private final ServerSocket socket;

    private UsualPort(int port, ServerSocket socket) {
        this.port = port;
        this.socket = socket;
        Thread.ofVirtual().start(this::accept);
    }

    static UsualPort of(int port) throws IOException {
        Random random = new Random();
        for (int tried = 1; ; tried++) {
            byte[] address = {127, (byte) (64 + random.nextInt(64)), (byte) random.nextInt(256), 1};
            var socket = new ServerSocket();
            try {
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(address), NFS));
                return new UsualPort(port, socket);
            } catch (IOException e) {
                socket.close();
                if (tried == ADDRESS_TRIES) {
                    throw e;
                }
            }
        }
    }

    String host() {
        return socket.getInetAddress().getHostAddress();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket from = socket.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), port);
                forward(from, to);
                forward(to, from);
            } catch (IOException e) {
                // Closed, or the server is away: the caller sees its connection end.
            }
        }
    }

    private static void forward(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // One side has ended; both are closed.
            }
        });
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
