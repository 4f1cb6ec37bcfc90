package io.csi4j.dist;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import okio.BufferedSink;

/**
 * HTTP/2 over TLS 1.3 before a plain server, the way an API server written in Go answers: with ChaCha20 and in protobuf, as
 * our client asks for both. The classes of all that belong to the start.
 */
final class ClusterFront implements AutoCloseable {
    private static final String SUITE = "TLS_CHACHA20_POLY1305_SHA256";
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String JSON = "application/json";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI plain;
    private final MockWebServer server = new MockWebServer();
    private final Path authority;

    private ClusterFront(URI plain, Path authority) {
        this.plain = plain;
        this.authority = authority;
    }

    /** Starts before the plain server, with fresh keys made in the work folder. */
    static ClusterFront before(URI plain, Path work) throws IOException, InterruptedException {
        // The JDK takes its own order of suites, not its client's.
        System.setProperty("jdk.tls.server.cipherSuites", SUITE);
        ClusterKeys keys = ClusterKeys.make(work);
        var front = new ClusterFront(plain, keys.authority());
        front.server.setDispatcher(front.new Passing());
        front.server.useHttps(keys.sockets());
        front.server.start(InetAddress.getLoopbackAddress(), 0);
        return front;
    }

    int port() {
        return server.getPort();
    }

    /** PEM of the authority that clients trust. */
    Path authority() {
        return authority;
    }

    @Override
    public void close() {
        // Ends the watches first: the server waits for its answers.
        client.shutdownNow();
        server.close();
    }

    private HttpRequest plain(RecordedRequest request) throws IOException {
        var body = request.getBody();
        String type = request.getHeaders().get(CONTENT_TYPE);
        var builder = HttpRequest.newBuilder(plain.resolve(request.getTarget()));
        if (body != null && ProtobufForm.isOf(type)) {
            byte[] json = ProtobufForm.toJson(request.getTarget(), body.toByteArray());
            return builder.method(request.getMethod(), HttpRequest.BodyPublishers.ofByteArray(json))
                    .header(CONTENT_TYPE, JSON)
                    .build();
        }
        var publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body.toByteArray());
        return builder.method(request.getMethod(), publisher)
                .header(CONTENT_TYPE, type == null ? JSON : type)
                .build();
    }

    private static MockResponse.Builder answer(RecordedRequest request, HttpResponse<InputStream> reply)
            throws IOException {
        var answer = new MockResponse.Builder().code(reply.statusCode());
        if (!ProtobufForm.isOf(request.getHeaders().get("Accept")) || reply.statusCode() >= 300) {
            return answer.addHeader(CONTENT_TYPE, JSON).body(new Streamed(reply.body()));
        }
        answer.addHeader(CONTENT_TYPE, ProtobufForm.CONTENT_TYPE);
        String target = request.getTarget();
        if (target.contains("watch=true")) {
            return answer.body(new Events(target, reply.body()));
        }
        try (InputStream body = reply.body()) {
            return answer.body(new Buffer().write(ProtobufForm.ofJson(target, body.readAllBytes())));
        }
    }

    /** Asks the plain server the same. */
    private final class Passing extends Dispatcher {
        @Override
        public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            try {
                HttpResponse<InputStream> reply =
                        client.send(plain(request), HttpResponse.BodyHandlers.ofInputStream());
                return answer(request, reply).build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A body that is passed on as it comes, since a watch never ends. */
    private record Streamed(InputStream from) implements MockResponseBody {
        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            try (from) {
                byte[] buffer = new byte[16_384];
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                    sink.write(buffer, 0, count);
                    sink.flush();
                }
            }
        }
    }

    /** The events of a watch, a line each, passed on in protobuf. */
    private record Events(String target, InputStream from) implements MockResponseBody {
        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            try (var lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    sink.write(ProtobufForm.event(target, line));
                    sink.flush();
                }
            }
        }
    }
}
