package io.csi4j.sidecar.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.csi4j.sidecar.launch.StartupException;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DriverServerIT {
    private static final Duration CALL = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private DriverAddress.UnixSocket socket;

    @BeforeEach
    void chooseASocket() {
        socket = new DriverAddress.UnixSocket(folder.resolve("csi.sock"));
    }

    @Test
    void aSocketLeftBehindIsReplaced() throws IOException {
        leaveASocketBehind(socket.path());

        try (var _ = DriverServer.listen(socket, List.of(new TestDriver()))) {
            assertThat(nameAt(socket)).isEqualTo(new Outcome.Done<>("test.csi4j.io"));
        }
    }

    @Test
    void aFileThatIsNoSocketIsNotTouched() throws IOException {
        Files.writeString(socket.path(), "precious");

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> DriverServer.listen(socket, List.of()))
                .withMessage("cannot listen on " + socket + ": it exists and is no socket");
        assertThat(socket.path()).hasContent("precious");
    }

    @Test
    void aMissingFolderIsNamed() {
        var lost = new DriverAddress.UnixSocket(folder.resolve("gone/csi.sock"));

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> DriverServer.listen(lost, List.of()))
                .withMessage("cannot listen on " + lost + ": No such file or directory");
    }

    @Test
    void aPrivateSocketIsForItsOwnerAndLeavesNoOtherName() throws IOException {
        leaveASocketBehind(socket.path());
        leaveASocketBehind(folder.resolve(".csi.sock"));

        try (var _ = DriverServer.listenPrivately(socket, List.of(new TestDriver()))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.path())))
                    .isEqualTo("rwx------");
            assertThat(filesInFolder()).containsExactly("csi.sock");
            assertThat(nameAt(socket)).isEqualTo(new Outcome.Done<>("test.csi4j.io"));
        }
    }

    @Test
    void aClosedServerTakesItsSocketAway() throws IOException {
        DriverServer.listen(socket, List.of()).close();
        assertThat(filesInFolder()).isEmpty();

        DriverServer.listenPrivately(socket, List.of()).close();
        assertThat(filesInFolder()).isEmpty();
    }

    @Test
    void aClosedServerLeavesTheSocketOfItsSuccessor() throws IOException {
        DriverServer former = DriverServer.listenPrivately(socket, List.of());

        try (var _ = DriverServer.listenPrivately(socket, List.of(new TestDriver()))) {
            former.close();

            assertThat(nameAt(socket)).isEqualTo(new Outcome.Done<>("test.csi4j.io"));
        }
    }

    @Test
    void aCallUnderWayIsLetFinish() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        TestDriver driver = new TestDriver().thenProbe(answer -> {
            called.countDown();
            awaitQuietly(mayAnswer);
            TestDriver.saying(true).accept(answer);
        });
        DriverServer server = DriverServer.listen(socket, List.of(driver));
        try (var channel = DriverChannel.connect(socket, ConnectOptions.standard())) {
            var probe = new FutureTask<>(() -> new IdentityCalls(channel).probe(CALL));
            Thread.ofVirtual().start(probe);
            called.await();

            Thread closing = Thread.ofVirtual().start(() -> server.close(CALL));
            while (Files.exists(socket.path())) {
                Thread.onSpinWait();
            }
            mayAnswer.countDown();

            assertThat(probe.get()).isEqualTo(new Outcome.Done<>(true));
            closing.join();
        }
    }

    @Test
    void aCallThatDoesNotFinishIsCancelledAfterTheDrain() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        DriverServer server =
                DriverServer.listen(socket, List.of(new TestDriver().thenProbe(answer -> called.countDown())));
        try (var channel = DriverChannel.connect(socket, ConnectOptions.standard())) {
            var probe = new FutureTask<>(() -> new IdentityCalls(channel).probe(CALL));
            Thread.ofVirtual().start(probe);
            called.await();

            server.close(Duration.ofMillis(100));

            assertThat(probe.get()).isInstanceOf(Outcome.Uncertain.class);
        }
    }

    @Test
    void interceptorsSeeEveryCallTheFirstOneOutermost() {
        Queue<String> seen = new ConcurrentLinkedQueue<>();

        try (var _ =
                DriverServer.listen(socket, List.of(new TestDriver()), noting(seen, "outer"), noting(seen, "inner"))) {
            nameAt(socket);
        }

        assertThat(seen).containsExactly("outer", "inner");
    }

    @Test
    void aCallHasOneVirtualThreadForItsRequestAndItsBody() {
        Queue<Thread> seen = new ConcurrentLinkedQueue<>();
        TestDriver driver = new TestDriver().thenProbe(answer -> {
            seen.add(Thread.currentThread());
            TestDriver.saying(true).accept(answer);
        });

        try (var _ = DriverServer.listen(socket, List.of(driver), notingThreads(seen));
                var channel = DriverChannel.connect(socket, ConnectOptions.standard())) {
            assertThat(new IdentityCalls(channel).probe(CALL)).isEqualTo(new Outcome.Done<>(true));
        }

        assertThat(seen).hasSize(2);
        assertThat(Set.copyOf(seen)).hasSize(1);
        assertThat(seen.peek()).matches(Thread::isVirtual);
    }

    @Test
    void aBodyThatFailsEndsItsCallAndTheNextIsServed() {
        TestDriver driver = new TestDriver().thenProbe(answer -> {
            throw new IllegalStateException("a bug");
        });

        try (var _ = DriverServer.listen(socket, List.of(driver));
                var channel = DriverChannel.connect(socket, ConnectOptions.standard())) {
            assertThat(new IdentityCalls(channel).probe(CALL).toString()).contains("the driver failed");
            assertThat(new IdentityCalls(channel).probe(CALL)).isEqualTo(new Outcome.Done<>(true));
        }
    }

    private static ServerInterceptor notingThreads(Queue<Thread> seen) {
        return new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
                    @Override
                    public void onMessage(Q request) {
                        seen.add(Thread.currentThread());
                        super.onMessage(request);
                    }
                };
            }
        };
    }

    private static ServerInterceptor noting(Queue<String> seen, String name) {
        return new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                seen.add(name);
                return next.startCall(call, headers);
            }
        };
    }

    private static Outcome<String> nameAt(DriverAddress address) {
        try (var channel = DriverChannel.connect(address, ConnectOptions.standard())) {
            return new IdentityCalls(channel).driverName(CALL);
        }
    }

    private static void leaveASocketBehind(Path path) throws IOException {
        try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(path));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> filesInFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
