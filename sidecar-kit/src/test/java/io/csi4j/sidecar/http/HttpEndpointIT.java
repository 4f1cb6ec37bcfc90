package io.csi4j.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.csi4j.sidecar.log.Logging;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpEndpointIT {
    private static final String HEALTH = "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n";

    private final MetricsRegistry registry = MetricsRegistry.ofThisProcess();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpEndpoint endpoint = HttpEndpoint.listen(
            "localhost:0",
            new Routes()
                    .page("/healthz", request -> Answer.ok())
                    .page("/sick", request -> Answer.failed("driver responded but is not ready"))
                    .page("/slow", this::slow)
                    .page("/broken", request -> {
                        throw new IllegalStateException("boom");
                    })
                    .metrics("/metrics", registry)
                    .pprof());

    HttpEndpointIT() throws IOException {}

    @AfterEach
    void close() {
        endpoint.close();
        client.close();
    }

    private Answer slow(Request request) throws InterruptedException {
        asked.countDown();
        try {
            new CountDownLatch(1).await();
            return Answer.ok();
        } finally {
            hungUp.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            method | path       | status | body
            GET    | /healthz   | 200    | ok
            POST   | /healthz   | 200    | ok
            HEAD   | /healthz   | 200    | ''
            GET    | /healthz?x | 200    | ok
            GET    | /sick      | 500    | driver responded but is not ready
            GET    | /broken    | 500    | internal server error
            """)
    void pagesAnswerWithStatusAndBareBody(String method, String path, int status, String body)
            throws IOException, InterruptedException {
        try (var redirect = Logging.redirect(line -> {})) {
            assertThat(redirect).isNotNull();
            HttpResponse<String> response = send(method, path);

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).isEqualTo(body);
            assertThat(response.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            path
            /
            /healthz/
            /debug/pprof
            /debug/pprof/nothing
            """)
    void everythingElseIsNotFound(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("404 page not found\n");
    }

    @Test
    void theMetricsPageIsPrometheusTextWithTheStartOfTheProcess() throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", "/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type"))
                .contains("text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
        assertThat(response.headers().firstValue("process-start-time-unix"))
                .get()
                .asString()
                .matches("1[0-9]{9}");
        assertThat(response.body()).contains("\nprocess_start_time_seconds 1.");
    }

    @Test
    void theMetricsPageIsPackedOnRequest() throws IOException, InterruptedException {
        registry.counter("filler_total", "x".repeat(2000)).increment();
        HttpRequest request = HttpRequest.newBuilder(uri("/metrics"))
                .header("Accept-Encoding", "gzip")
                .build();

        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());

        assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
        String page = new String(new GZIPInputStream(response.body()).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(page).contains("\nfiller_total 1\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            path                   | status | text
            /debug/pprof/          | 200    | cmdline
            /debug/pprof/cmdline   | 200    | java
            /debug/pprof/symbol    | 200    | num_symbols: 0
            /debug/pprof/goroutine | 200    | HttpEndpointIT
            /debug/pprof/heap      | 200    | java.lang.String
            /debug/pprof/profile   | 501    | JFR
            /debug/pprof/trace     | 501    | JFR
            """)
    void diagnosisAnswersWhatTheRuntimeKnows(String path, int status, String text)
            throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(text);
    }

    @Test
    void requestsFollowEachOtherOnOneConnection() throws IOException {
        try (Socket socket = dial()) {
            socket.getOutputStream()
                    .write((HEALTH + HEALTH + HEALTH.replace("Host: h", "Host: h\r\nConnection: close"))
                            .getBytes(StandardCharsets.US_ASCII));

            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(all.split("\r\n\r\nok", -1)).hasSize(4);
            assertThat(all).containsOnlyOnce("Connection: close");
        }
    }

    @Test
    void nonsenseIsRefusedAndTheConnectionEnds() throws IOException {
        try (Socket socket = dial()) {
            socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(all).startsWith("HTTP/1.1 400 Bad Request\r\n");
        }
    }

    @Test
    void aPageIsInterruptedWhenItsCallerHangsUp() throws IOException, InterruptedException {
        try (Socket socket = dial()) {
            socket.getOutputStream().write(HEALTH.replace("/healthz", "/slow").getBytes(StandardCharsets.US_ASCII));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(hungUp.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSlowPageHoldsUpNobodyElse() throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(HttpRequest.newBuilder(uri("/slow")).build(), BodyHandlers.ofString());
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        List<CompletableFuture<HttpResponse<String>>> others = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            others.add(client.sendAsync(HttpRequest.newBuilder(uri("/healthz")).build(), BodyHandlers.ofString()));
        }

        assertThat(others).allSatisfy(other -> assertThat(other.join().body()).isEqualTo("ok"));
        assertThat(slow).isNotDone();
    }

    @Test
    void closingCutsOffWhatIsAtWork() throws IOException, InterruptedException {
        try (Socket socket = dial()) {
            socket.getOutputStream().write(HEALTH.replace("/healthz", "/slow").getBytes(StandardCharsets.US_ASCII));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

            endpoint.close();

            assertThat(hungUp.await(30, TimeUnit.SECONDS)).isTrue();
            assertThatIOException().isThrownBy(this::dialWhileItListens);
        }
    }

    /** The thread that accepts lets go of the port a moment after the close. */
    private void dialWhileItListens() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            dial().close();
        }
    }

    @Test
    void aBusyPortIsToldWithItsAddress() {
        String taken = "127.0.0.1:" + endpoint.port();

        assertThatIOException()
                .isThrownBy(() -> HttpEndpoint.listen(taken, new Routes()).close())
                .withMessageStartingWith("cannot listen on " + taken + ": ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            listen      | reach     | answers
            :0          | 127.0.0.1 | true
            :0          | ::1       | true
            localhost:0 | 127.0.0.1 | true
            localhost:0 | ::1       | false
            0.0.0.0:0   | 127.0.0.1 | true
            0.0.0.0:0   | ::1       | false
            [::1]:0     | ::1       | true
            [::1]:0     | 127.0.0.1 | false
            """)
    void theAddressDecidesWhoReachesIt(String listen, String reach, boolean answers) throws IOException {
        try (HttpEndpoint other = HttpEndpoint.listen(listen, new Routes())) {
            if (answers) {
                new Socket(InetAddress.ofLiteral(reach), other.port()).close();
            } else {
                assertThatIOException()
                        .isThrownBy(() -> new Socket(InetAddress.ofLiteral(reach), other.port()).close());
            }
        }
    }

    private Socket dial() throws IOException {
        return new Socket(InetAddress.ofLiteral("127.0.0.1"), endpoint.port());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + endpoint.port() + path);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
