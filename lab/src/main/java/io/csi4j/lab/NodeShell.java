package io.csi4j.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The root shell of a node, on a port forwarded from the loopback address; one connection a script. */
record NodeShell(int port) {
    private static final String LAST_LINE = "lab-exit:";
    private static final int CONNECT_MILLIS = 5_000;

    /**
     * What a script answered.
     *
     * @param output standard output and error
     */
    record Answer(int exitCode, String output) {}

    Answer run(String script, Duration patience) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket.setSoTimeout((int) patience.toMillis());
            String wrapped = "(\n" + script + "\n) 2>&1 </dev/null; echo " + LAST_LINE + "$?; exit\n";
            socket.getOutputStream().write(wrapped.getBytes(StandardCharsets.UTF_8));
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LabException(
                    "the node's shell gave no answer within " + patience.toSeconds() + " s to: " + script, e);
        }
    }

    static Answer parse(String text) {
        int last = text.lastIndexOf(LAST_LINE);
        if (last < 0) {
            throw new LabException("the node's shell broke off after: " + text);
        }
        int exitCode =
                Integer.parseInt(text.substring(last + LAST_LINE.length()).strip());
        return new Answer(exitCode, text.substring(0, last));
    }
}
