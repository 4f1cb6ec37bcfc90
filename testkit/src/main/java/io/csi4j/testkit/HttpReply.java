package io.csi4j.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * What an HTTP server on 127.0.0.1 says.
 *
 * @param contentType the text {@code null} if there was none
 */
public record HttpReply(int status, String contentType, String body) {
    /** Asks with GET. */
    public static HttpReply get(int port, String path) throws IOException {
        return ask("GET", port, path);
    }

    /** Asks with any method that has no body. */
    public static HttpReply ask(String method, int port, String path) throws IOException {
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
    public String line() {
        return status + " " + body;
    }
}
