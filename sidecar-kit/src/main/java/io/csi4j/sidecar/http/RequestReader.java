package io.csi4j.sidecar.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Reads one request after the other from a connection; mutable, for one thread. */
final class RequestReader {
    private static final int MOST_HEAD_BYTES = 16 * 1024;
    private static final long MOST_BODY_BYTES = 64 * 1024;

    private final InputStream in;
    private int budget;

    RequestReader(InputStream in) {
        this.in = new BufferedInputStream(in, 2048);
    }

    /**
     * Waits for the next request and swallows its body.
     *
     * @param patient whether to go on waiting when the read times out before a first byte came
     * @return empty when the caller is done
     */
    Optional<Request> next(BooleanSupplier patient) throws IOException, Refusal {
        int first = first(patient);
        if (first < 0) {
            return Optional.empty();
        }
        budget = MOST_HEAD_BYTES;
        String line = line(first);
        Request request = request(line, headers());
        swallowBody(request);
        return Optional.of(request);
    }

    /** The first byte that is no line end: some callers send one too many after a body. */
    private int first(BooleanSupplier patient) throws IOException {
        while (true) {
            try {
                int one = in.read();
                if (one != '\r' && one != '\n') {
                    return one;
                }
            } catch (SocketTimeoutException idle) {
                if (!patient.getAsBoolean()) {
                    return -1;
                }
            }
        }
    }

    private String line(int first) throws IOException, Refusal {
        StringBuilder line = new StringBuilder(80);
        for (int one = first; one != '\n'; one = in.read()) {
            if (one < 0) {
                throw new EOFException("connection ended within a request");
            }
            if (--budget < 0) {
                throw new Refusal(431, "Request Header Fields Too Large");
            }
            line.append((char) one);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    private Map<String, String> headers() throws IOException, Refusal {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in.read()); !line.isEmpty(); line = line(in.read())) {
            int colon = line.indexOf(':');
            if (colon < 1 || line.charAt(colon - 1) == ' ') {
                throw bad("malformed header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static Request request(String line, Map<String, String> headers) throws Refusal {
        int blank = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        if (blank < 1 || last == blank) {
            throw bad("malformed request line");
        }
        String version = line.substring(last + 1);
        if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            throw new Refusal(505, "HTTP Version Not Supported");
        }
        int minor = version.endsWith("1") ? 1 : 0;
        if (minor == 1 && !headers.containsKey("host")) {
            throw bad("missing required Host header");
        }
        String target = line.substring(blank + 1, last);
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        return new Request(line.substring(0, blank), decoded(path), query, minor, headers);
    }

    private static String decoded(String path) throws Refusal {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            throw bad("malformed path");
        }
    }

    private void swallowBody(Request request) throws IOException, Refusal {
        if (!request.header("transfer-encoding").isEmpty()) {
            throw new Refusal(501, "Unsupported transfer encoding");
        }
        String length = request.header("content-length");
        if (!length.isEmpty()) {
            long bytes = length.matches("[0-9]{1,10}") ? Long.parseLong(length) : Long.MAX_VALUE;
            if (bytes > MOST_BODY_BYTES) {
                throw new Refusal(413, "Request Entity Too Large");
            }
            in.skipNBytes(bytes);
        }
    }

    private static Refusal bad(String reason) {
        return new Refusal(400, "Bad Request: " + reason);
    }
}
