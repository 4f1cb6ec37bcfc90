package io.csi4j.liveness;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What an HTTP server on this machine says. */
record HttpReply(int status, String contentType, String body) {
    static HttpReply get(int port, String path) throws IOException {
        return ask("GET", port, path);
    }

    static HttpReply ask(String method, int port, String path) throws IOException {
        var connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setRequestMethod(method);
        int status = connection.getResponseCode();
        InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        String body = stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        connection.disconnect();
        return new HttpReply(status, String.valueOf(connection.getContentType()), body);
    }

    /** {@code 200 ok}. */
    String line() {
        return status + " " + body;
    }
}
