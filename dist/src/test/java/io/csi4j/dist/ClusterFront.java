package io.csi4j.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.BufferedSink;

/**
 * HTTP/2 over TLS 1.3 before a plain server, the way an API server written in Go answers: with ChaCha20, as our client asks
 * for it. The classes of all that belong to the start.
 */
final class ClusterFront implements AutoCloseable {
    private static final String SUITE = "TLS_CHACHA20_POLY1305_SHA256";
    private static final String CONTENT_TYPE = "Content-Type";

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

    private HttpRequest plain(RecordedRequest request) {
        var body = request.getBody();
        var publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body.toByteArray());
        String type = request.getHeaders().get(CONTENT_TYPE);
        return HttpRequest.newBuilder(plain.resolve(request.getTarget()))
                .method(request.getMethod(), publisher)
                .header(CONTENT_TYPE, type == null ? "application/json" : type)
                .build();
    }

    /** Asks the plain server the same. */
    private final class Passing extends Dispatcher {
        @Override
        public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            try {
                HttpResponse<InputStream> reply =
                        client.send(plain(request), HttpResponse.BodyHandlers.ofInputStream());
                return new MockResponse.Builder()
                        .code(reply.statusCode())
                        .addHeader(
                                CONTENT_TYPE,
                                reply.headers().firstValue(CONTENT_TYPE).orElse("application/json"))
                        .body(new Streamed(reply.body()))
                        .build();
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
}
