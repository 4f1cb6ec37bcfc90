package io.csi4j.lab;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** The NULL procedure of NFSv4 (RFC 7530 section 16.1) as an ONC RPC call (RFC 5531): does the server answer? */
final class NfsCall {
    private static final int CALL_ID = 0x6c6162;
    private static final int PATIENCE_MILLIS = 1_000;

    private NfsCall() {}

    static boolean isAnswered(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(call());
            var answer = new DataInputStream(socket.getInputStream());
            answer.readInt(); // length of the record
            return answer.readInt() == CALL_ID && answer.readInt() == 1 && answer.readInt() == 0;
        } catch (ConnectException | SocketTimeoutException none) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Last fragment of 40 bytes: call, RPC 2, program 100003, version 4, procedure 0, no credential, no verifier. */
    private static byte[] call() {
        var bytes =
                ByteBuffer.allocate(44).putInt(0x80000000 | 40).putInt(CALL_ID).putInt(0);
        for (int word : new int[] {2, 100_003, 4, 0, 0, 0, 0, 0}) {
            bytes.putInt(word);
        }
        return bytes.array();
    }
}
