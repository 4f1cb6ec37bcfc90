package io.csi4j.nfs.share;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port of the loopback address in front of an NFS server, which counts the compounds that go through it. Mutable: the
 * count, and the connections, which end with it.
 */
final class CountingWire implements AutoCloseable {
    private static final int LENGTH_BITS = 0x7fffffff;
    /** Where a call names its procedure (RFC 5531): behind its number, kind, RPC version, program and version. */
    private static final int PROCEDURE_AT = 20;

    private static final int COMPOUND = 1;

    private final int serverPort;
    private final ServerSocket socket;
    private final AtomicInteger compounds = new AtomicInteger();

    CountingWire(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Compounds sent since this was last asked. */
    int taken() {
        return compounds.getAndSet(0);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                Thread.ofVirtual().start(() -> countCalls(client, server));
                Thread.ofVirtual().start(() -> passAnswers(server, client));
            } catch (IOException e) {
                // Closed, or the server is away: the client sees its connection end.
            }
        }
    }

    /** Record by record: each has its length in front. A call is counted before the server can answer it. */
    private void countCalls(Socket client, Socket server) {
        try (client;
                server;
                var in = new DataInputStream(client.getInputStream());
                var out = new DataOutputStream(new BufferedOutputStream(server.getOutputStream()))) {
            while (true) {
                int length = in.readInt();
                byte[] call = in.readNBytes(length & LENGTH_BITS);
                if (ByteBuffer.wrap(call).getInt(PROCEDURE_AT) == COMPOUND) {
                    compounds.incrementAndGet();
                }
                out.writeInt(length);
                out.write(call);
                out.flush();
            }
        } catch (IOException e) {
            // One side has ended; both are closed.
        }
    }

    private static void passAnswers(Socket server, Socket client) {
        try (server;
                client) {
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // One side has ended; both are closed.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
