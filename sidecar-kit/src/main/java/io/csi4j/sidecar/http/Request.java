package io.csi4j.sidecar.http;

import java.util.Locale;
import java.util.Map;

/**
 * What a caller asks for.
 *
 * @param path decoded, without the query
 * @param minor 0 or 1 of HTTP/1.x
 * @param headers by lower-case name; of several with one name the last
 */
public record Request(String method, String path, String query, int minor, Map<String, String> headers) {
    public Request {
        headers = Map.copyOf(headers);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether the caller will send another request on this connection. */
    boolean keepsAlive() {
        String connection = header("connection").toLowerCase(Locale.ROOT);
        return minor == 0 ? connection.contains("keep-alive") : !connection.contains("close");
    }

    boolean takesGzip() {
        String encodings = header("accept-encoding").toLowerCase(Locale.ROOT).replace(" ", "");
        return encodings.contains("gzip") && !encodings.contains("gzip;q=0,") && !encodings.endsWith("gzip;q=0");
    }
}
