package io.csi4j.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.csi.DriverServer;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.spec.registration.InfoRequest;
import io.csi4j.spec.registration.PluginInfo;
import io.csi4j.spec.registration.RegistrationGrpc.RegistrationImplBase;
import io.csi4j.testkit.HttpReply;
import io.csi4j.testkit.Invariants;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract node-registrar.md, section 6. */
@Timeout(60)
class HealthServerIT {
    private static final String NAME = "test.csi4j.io";

    @RegisterExtension
    final Invariants invariants = new Invariants();

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final RegistrationService service = new RegistrationService(NAME, "/endpoint", Shutdown.onRequest());

    @BeforeEach
    void openSocket() {
        invariants.expectErrors("health check failed");
        invariants.expectErrors("lost the connection to the driver");
        open.add(RegistrationSocket.open(folder.toString(), service));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"GET", "HEAD", "POST"})
    void aSocketWhereThisProgramAnswersIsHealthy(String method) throws Exception {
        HttpReply reply = HttpReply.ask(method, start(), "/healthz");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(method.equals("HEAD") ? "" : "ok");
        assertThat(reply.contentType()).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void aMissingSocketIsNotFound() throws Exception {
        Files.delete(socket());

        assertThat(HttpReply.get(start(), "/healthz").line()).isEqualTo("404 registration socket does not exist");
    }

    @Test
    void aFileInItsPlaceFails() throws Exception {
        Files.delete(socket());
        Files.writeString(socket(), "");

        assertThat(HttpReply.get(start(), "/healthz").line()).isEqualTo("500 " + socket() + " exists but is no socket");
    }

    @Test
    void aSocketWithoutAListenerFails() throws Exception {
        Files.delete(socket());
        mute().close();

        assertThat(HttpReply.get(start("--timeout=300ms"), "/healthz").line())
                .startsWith("500 error connecting to node-registrar socket " + socket())
                .endsWith("Connection refused");
    }

    @Test
    void aListenerThatSaysNothingFailsWithinTheTimeout() throws Exception {
        Files.delete(socket());
        open.add(mute());

        assertThat(HttpReply.get(start("--timeout=300ms"), "/healthz").line())
                .startsWith("500 error connecting to node-registrar socket " + socket());
    }

    @Test
    void anotherServerThatFailsFails() throws Exception {
        occupy(new RegistrationImplBase() {
            @Override
            public void getInfo(InfoRequest request, StreamObserver<PluginInfo> answer) {
                answer.onError(Status.INTERNAL.withDescription("as told").asRuntimeException());
            }
        });

        assertThat(HttpReply.get(start(), "/healthz").line())
                .isEqualTo("500 error getting info from node-registrar socket: rpc error: code = Internal desc ="
                        + " as told");
    }

    @Test
    void anotherServerThatIsSilentFailsWithinTheTimeout() throws Exception {
        occupy(new RegistrationImplBase() {
            @Override
            public void getInfo(InfoRequest request, StreamObserver<PluginInfo> answer) {
                // Says nothing.
            }
        });

        assertThat(HttpReply.get(start("--timeout=500ms"), "/healthz").line())
                .startsWith("500 error getting info from node-registrar socket: ")
                .contains("DeadlineExceeded");
    }

    @Test
    void anotherServerWithAnotherNameFails() throws Exception {
        occupy(new RegistrationService("other.csi4j.io", "/endpoint", Shutdown.onRequest()));

        assertThat(HttpReply.get(start(), "/healthz").line()).isEqualTo("500 invalid driver name other.csi4j.io");
    }

    @Test
    void readinessFollowsWhatKubeletSays() throws Exception {
        int port = start();

        HttpReply before = HttpReply.get(port, "/readyz");
        service.kubeletSays(true);

        assertThat(before.line()).isEqualTo("503 not registered by kubelet yet");
        assertThat(HttpReply.get(port, "/readyz").line()).isEqualTo("200 ok");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            flag           | path                 | status
            --enable-pprof | /debug/pprof/        | 200
            --enable-pprof | /debug/pprof/cmdline | 200
            --v=0          | /debug/pprof/        | 404
            --v=0          | /metrics             | 404
            --v=0          | /                    | 404
            """)
    void diagnosisIsServedOnlyWhenAskedFor(String flag, String path, int status) throws Exception {
        assertThat(HttpReply.get(start(flag), path).status()).isEqualTo(status);
    }

    @Test
    void withoutAnAddressNothingListens() {
        var options = RegistrarOptions.parse("--enable-pprof");

        try (HealthServer server = HealthServer.start(socketOf(open), options)) {
            assertThat(server.port()).isEmpty();
        }
    }

    @Test
    void aPortInUseEndsTheProgram() throws Exception {
        try (var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var options = RegistrarOptions.parse("--http-endpoint=127.0.0.1:" + taken.getLocalPort());

            assertThatExceptionOfType(StartupException.class)
                    .isThrownBy(() -> HealthServer.start(socketOf(open), options))
                    .satisfies(fault -> assertThat(fault.exit()).isEqualTo(Exit.FAILURE));
        }
    }

    private int start(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--http-endpoint=127.0.0.1:0", "--timeout=10s"));
        arguments.addAll(List.of(more));
        var options = RegistrarOptions.parse(arguments.toArray(String[]::new));
        HealthServer server = HealthServer.start(socketOf(open), options);
        open.add(server);
        return server.port().orElseThrow();
    }

    private static RegistrationSocket socketOf(List<AutoCloseable> open) {
        return (RegistrationSocket) open.getFirst();
    }

    private void occupy(RegistrationImplBase other) throws IOException {
        Files.delete(socket());
        open.add(DriverServer.listen(new UnixSocket(socket()), List.of(other)));
    }

    private ServerSocketChannel mute() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket()));
        return listener;
    }

    private Path socket() {
        return folder.resolve(NAME + "-reg.sock");
    }
}
