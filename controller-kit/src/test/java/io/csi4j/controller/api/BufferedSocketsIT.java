package io.csi4j.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BufferedSocketsIT {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final ServerSocket server = new ServerSocket(0, 1, HERE);

    BufferedSocketsIT() throws IOException {}

    /** A way to get a socket that is connected to the port. */
    interface Way {
        Socket to(BufferedSockets sockets, int port) throws IOException;
    }

    static Stream<Way> ways() {
        return Stream.of(
                (sockets, port) -> {
                    Socket socket = sockets.createSocket();
                    socket.connect(new InetSocketAddress(HERE, port));
                    return socket;
                },
                (sockets, port) -> sockets.createSocket("localhost", port),
                (sockets, port) -> sockets.createSocket("localhost", port, HERE, 0),
                (sockets, port) -> sockets.createSocket(HERE, port),
                (sockets, port) -> sockets.createSocket(HERE, port, HERE, 0));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatWasReadAheadIsNotLostToTheNextReader(Way way) throws IOException {
        try (Socket socket = way.to(new BufferedSockets(), server.getLocalPort());
                Socket other = server.accept()) {
            other.getOutputStream().write("headcontent".getBytes(StandardCharsets.US_ASCII));
            other.shutdownOutput();

            assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("head");
            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("content");
        }
    }

    @Test
    void whereNobodyListensThereIsNoSocket() throws IOException {
        server.close();

        assertThatIOException()
                .isThrownBy(() -> new BufferedSockets()
                        .createSocket(HERE, server.getLocalPort())
                        .close());
    }
}
