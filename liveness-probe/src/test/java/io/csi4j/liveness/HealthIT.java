package io.csi4j.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.log.Logging;
import io.csi4j.sidecar.log.LoggingOptions;
import io.csi4j.spec.v1.ProbeResponse;
import io.csi4j.testkit.Faults.Hold;
import io.csi4j.testkit.HttpReply;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.grpc.Status;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows of contract liveness-probe.md, section 4, over real sockets. */
@Timeout(60)
class HealthIT {
    /** A budget that no test waits for: what is told sooner did not wait for it. */
    private static final String ENDLESS = "--probe-timeout=1h";

    private static final Predicate<DriverCall> PROBE = DriverCall.on("Probe");

    @RegisterExtension
    final Invariants invariants = new Invariants();

    private final FakeDriver driver = FakeDriver.start(DriverTraits.plain("test.csi4j.io"));
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void healthFailuresBelongToTheTests() {
        Logging.configure(LoggingOptions.standard());
        invariants.expectErrors("health check failed");
        invariants.expectErrors("lost the connection to the driver");
    }

    @AfterEach
    void closeAll() throws Exception {
        driver.faults().clear();
        // Probes first: one that loses its driver says so.
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        driver.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            ready | reply
            ''    | 200 ok
            true  | 200 ok
            false | 500 driver responded but is not ready
            """)
    void whatTheDriverSaysOfItselfDecides(String ready, String reply) throws Exception {
        driver.setReady(Boolean.parseBoolean(ready));
        if (ready.isEmpty()) {
            driver.editReplies(PROBE, response -> ProbeResponse.getDefaultInstance());
        }
        int port = probe(ENDLESS);

        HttpReply health = HttpReply.get(port, "/healthz");

        assertThat(health.line()).isEqualTo(reply);
        assertThat(health.contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(driver.calls(PROBE)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNAVAILABLE", "INTERNAL", "FAILED_PRECONDITION", "UNIMPLEMENTED"})
    void anErrorOfTheDriverIsTold(Status.Code code) throws Exception {
        driver.faults().failAll(PROBE, code.toStatus().withDescription("as told"));
        int port = probe(ENDLESS);

        assertThat(HttpReply.get(port, "/healthz").line())
                .matches("500 rpc error: code = [A-Za-z]+ desc = as told")
                .containsIgnoringCase(code.name().replace("_", ""));
        assertThat(driver.calls(PROBE)).hasSize(1);
    }

    @Test
    void aProbeSlowerThanTheBudgetFails() throws Exception {
        driver.faults().hold(1, PROBE);
        int port = probe("--probe-timeout=500ms");

        assertThat(HttpReply.get(port, "/healthz").line())
                .isEqualTo("500 rpc error: code = DeadlineExceeded desc = context deadline exceeded");
        assertThat(HttpReply.get(port, "/healthz").line()).isEqualTo("200 ok");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1s"})
    void withoutABudgetEveryRequestFails(String budget) throws Exception {
        int port = probe("--probe-timeout=" + budget);

        assertThat(HttpReply.get(port, "/healthz").line()).isEqualTo("500 context deadline exceeded");
        assertThat(driver.calls(PROBE)).isEmpty();
    }

    @Test
    void aRemovedSocketFailsAtOnceThoughTheDriverLivesOn() throws Exception {
        int port = probe(ENDLESS);
        assertThat(HttpReply.get(port, "/healthz").line()).isEqualTo("200 ok");

        Files.delete(socket());

        assertThat(HttpReply.get(port, "/healthz").line())
                .isEqualTo("500 cannot reach the driver at " + socket() + ": No such file or directory");
    }

    @Test
    void aSocketWithoutAListenerFailsAtOnce() throws Exception {
        int port = probe(ENDLESS);
        driver.stop();
        muteListener().close();

        assertThat(HttpReply.get(port, "/healthz").line())
                .isEqualTo("500 cannot reach the driver at " + socket() + ": Connection refused");
    }

    @Test
    void aListenerThatSaysNothingFailsAfterTheBudget() throws Exception {
        int port = probe("--probe-timeout=200ms");
        driver.stop();
        open.add(muteListener());

        assertThat(HttpReply.get(port, "/healthz").line())
                .isEqualTo("500 cannot reach the driver at " + socket() + ": accepts the connection but says nothing");
    }

    @Test
    void aDriverRestartedBetweenTwoRequestsIsFoundAgain() throws Exception {
        int port = probe(ENDLESS);
        assertThat(HttpReply.get(port, "/healthz").line()).isEqualTo("200 ok");

        driver.stop();
        driver.restart();

        assertThat(HttpReply.get(port, "/healthz").line()).isEqualTo("200 ok");
    }

    @Test
    void anotherServerAtTheSamePathIsAsked() throws Exception {
        int port = probe(ENDLESS);
        assertThat(HttpReply.get(port, "/healthz").line()).isEqualTo("200 ok");

        // The first server lives on, but no path leads to it.
        FakeDriver second = FakeDriver.start(DriverTraits.plain("test.csi4j.io"));
        open.addFirst(second);
        second.setReady(false);
        Files.delete(socket());
        Files.createSymbolicLink(socket(), second.socket());

        assertThat(HttpReply.get(port, "/healthz").line()).isEqualTo("500 driver responded but is not ready");
    }

    @Test
    void aDriverThatDiesDuringTheProbeFails() throws Exception {
        int port = probe(ENDLESS);
        Hold hold = driver.faults().hold(1, PROBE);
        FutureTask<HttpReply> request = inBackground(port);
        hold.awaitArrival();

        driver.stop();

        assertThat(request.get().line()).startsWith("500 ").contains(socket().toString());
    }

    @Test
    void oneConnectionIsKeptForManyRequests() throws Exception {
        int port = probe(ENDLESS);
        assertThat(HttpReply.get(port, "/healthz").line()).isEqualTo("200 ok");
        long before = openFiles();

        for (int i = 0; i < 10_000; i++) {
            assertThat(HttpReply.get(port, "/healthz").status()).isEqualTo(200);
        }

        assertThat(driver.calls(PROBE)).hasSize(10_001);
        // Connections of the HTTP client may still be closing.
        assertThat(openFiles()).isLessThan(before + 50);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            method | path       | status | body
            GET    | /healthz   | 200    | ok
            HEAD   | /healthz   | 200    | ''
            POST   | /healthz   | 200    | ok
            GET    | /healthz/  | 404    | 404 page not found
            GET    | /          | 404    | 404 page not found
            GET    | /healthz?x | 200    | ok
            """)
    void anyMethodButOnlyTheExactPathIsAnswered(String method, String path, int status, String body) throws Exception {
        int port = probe(ENDLESS);

        HttpReply reply = HttpReply.ask(method, port, path);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body().strip()).isEqualTo(body);
    }

    /** The port of a probe that knows its driver's name. */
    private int probe(String... more) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--csi-address=" + driver.address()));
        arguments.add("--http-endpoint=127.0.0.1:0");
        arguments.addAll(List.of(more));
        RunningProbe probe = RunningProbe.start(LivenessOptions.parse(arguments.toArray(String[]::new)));
        open.add(probe);
        probe.search().await();
        return probe.servers().endpoints().getFirst().port();
    }

    private static FutureTask<HttpReply> inBackground(int port) {
        var request = new FutureTask<>(() -> HttpReply.get(port, "/healthz"));
        Thread.ofVirtual().start(request);
        return request;
    }

    private ServerSocketChannel muteListener() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket()));
        return listener;
    }

    private Path socket() {
        return driver.socket();
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
