package io.csi4j.sidecar.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.csi4j.sidecar.launch.StartupException;
import io.grpc.Status;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios of contract common.md, section 11, row "connection". */
@Timeout(60)
class DriverChannelIT {
    private static final Duration CALL = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private DriverAddress.UnixSocket socket;

    @BeforeEach
    void chooseASocket() {
        socket = new DriverAddress.UnixSocket(folder.resolve("csi.sock"));
    }

    @Test
    void aDriverThatListensIsReached() {
        try (var _ = serve();
                var channel = DriverChannel.connect(socket, ConnectOptions.standard())) {
            assertThat(nameOver(channel)).isEqualTo(new Outcome.Done<>("test.csi4j.io"));
        }
    }

    @Test
    void aDriverOnATcpPortIsReached() {
        var anyPort = new DriverAddress.TcpPort("127.0.0.1", 0);
        try (var driver = DriverServer.listen(anyPort, List.of(new TestDriver()));
                var channel = DriverChannel.connect(driver.address(), ConnectOptions.standard())) {
            assertThat(nameOver(channel)).isEqualTo(new Outcome.Done<>("test.csi4j.io"));
        }
    }

    @Test
    void aDriverThatComesLateIsReached() throws Exception {
        try (var connecting = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<DriverChannel> channel =
                    connecting.submit(() -> DriverChannel.connect(socket, ConnectOptions.standard()));
            assertThat(DriverChannel.tryConnect(socket, within(Duration.ofSeconds(2))))
                    .isInstanceOf(Outcome.Uncertain.class);

            try (var _ = serve();
                    var late = channel.get()) {
                assertThat(nameOver(late)).isEqualTo(new Outcome.Done<>("test.csi4j.io"));
            }
        }
    }

    @Test
    void aMissingSocketIsNamedWithTheCauseWhenTheLimitIsOver() {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> DriverChannel.connect(socket, within(Duration.ofMillis(300))))
                .withMessage("cannot reach the driver at " + socket + ": No such file or directory");
    }

    @Test
    void aMissingFolderIsNamed() {
        var lost = new DriverAddress.UnixSocket(folder.resolve("gone/csi.sock"));

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> DriverChannel.connect(lost, within(Duration.ofMillis(300))))
                .withMessage("cannot reach the driver at " + lost + ": No such file or directory (there is no folder "
                        + folder.resolve("gone") + ")");
    }

    @Test
    void aFileThatIsNoSocketIsNamedAsRefused() throws Exception {
        Files.writeString(socket.path(), "no socket");

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> DriverChannel.connect(socket, within(Duration.ofMillis(300))))
                .withMessage("cannot reach the driver at " + socket + ": Connection refused");
    }

    @Test
    void aDriverThatAcceptsButSaysNothingIsNamedAsSuch() throws Exception {
        try (var mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(socket.path()));

            assertThatExceptionOfType(StartupException.class)
                    .isThrownBy(() -> DriverChannel.connect(socket, within(Duration.ofMillis(300))))
                    .withMessage("cannot reach the driver at " + socket + ": accepts the connection but says nothing");
        }
    }

    @Test
    void aDriverThatAcceptsButSaysNothingIsDialledAgain() throws Exception {
        try (var mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(socket.path()));
            Thread connecting = Thread.ofVirtual().start(() -> DriverChannel.tryConnect(socket, within(Duration.ZERO)));

            try (var first = mute.accept();
                    var second = mute.accept()) {
                assertThat(first.read(ByteBuffer.allocate(1))).isOne();
                assertThat(second.read(ByteBuffer.allocate(1))).isOne();
            }

            connecting.interrupt();
            connecting.join();
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        BlockingQueue<Object> found = new LinkedBlockingQueue<>();
        Thread connecting = Thread.ofVirtual().start(() -> {
            found.add(DriverChannel.tryConnect(socket, within(Duration.ZERO)));
            found.add(Thread.currentThread().isInterrupted());
        });

        connecting.interrupt();
        connecting.join();

        assertThat(found.take())
                .isInstanceOfSatisfying(
                        Outcome.Uncertain.class,
                        ended -> assertThat(ended.status().getCode()).isEqualTo(Status.Code.CANCELLED));
        assertThat(found.take()).isEqualTo(true);
    }

    @Test
    void aDriverThatReturnsIsReachedAgain() throws Exception {
        BlockingQueue<DriverAddress> losses = new LinkedBlockingQueue<>();
        var options = ConnectOptions.standard().onLoss(address -> {
            losses.add(address);
            return OnLoss.Then.RECONNECT;
        });
        try (var channel = connectToOneThatLeaves(options)) {
            assertThat(losses.take()).isEqualTo(socket);
            assertThat(nameOver(channel)).isInstanceOf(Outcome.Uncertain.class);

            try (var _ = serve()) {
                while (!channel.isReady()) {
                    Thread.onSpinWait();
                }
                assertThat(nameOver(channel)).isEqualTo(new Outcome.Done<>("test.csi4j.io"));
                assertThat(losses).isEmpty();
            }
        }
    }

    @Test
    void aChannelThatGaveUpStaysUnavailable() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        var options = ConnectOptions.standard().onLoss(address -> {
            asked.countDown();
            return OnLoss.Then.GIVE_UP;
        });
        try (var channel = connectToOneThatLeaves(options)) {
            asked.await();
            try (var _ = serve()) {
                while (nameOver(channel) instanceof Outcome.Uncertain<String>(var status)
                        && !GrpcText.of(status).contains("reconnecting disabled")) {
                    Thread.onSpinWait();
                }
                assertThat(nameOver(channel))
                        .isInstanceOfSatisfying(
                                Outcome.Uncertain.class,
                                lost -> assertThat(GrpcText.of(lost.status()))
                                        .isEqualTo(
                                                "rpc error: code = Unavailable desc = connection lost, reconnecting disabled"));
            }
        }
    }

    @Test
    void exitOnLossLeavesLastWordsAndEndsOnce() throws Exception {
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        Path lastWords = folder.resolve("termination-log");
        var options = ConnectOptions.standard().onLoss(OnLoss.exit(lastWords, () -> ends.add("end")));

        try (var channel = connectToOneThatLeaves(options)) {
            assertThat(ends.take()).isEqualTo("end");
            assertThat(nameOver(channel)).isInstanceOf(Outcome.Uncertain.class);
        }

        assertThat(lastWords).hasContent("Lost connection to CSI driver, exiting");
        assertThat(ends).isEmpty();
    }

    @Test
    void closingTheChannelIsNoLoss() throws Exception {
        BlockingQueue<DriverAddress> losses = new LinkedBlockingQueue<>();
        try (var _ = serve()) {
            DriverChannel.connect(socket, ConnectOptions.standard().onLoss(address -> {
                        losses.add(address);
                        return OnLoss.Then.RECONNECT;
                    }))
                    .close();
        }

        assertThat(losses).isEmpty();
    }

    @Test
    void fiftyCallsAtATimeAreAnswered() throws Exception {
        try (var _ = serve();
                var channel = DriverChannel.connect(socket, ConnectOptions.standard());
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Outcome<String>>> calls = IntStream.range(0, 50)
                    .<Callable<Outcome<String>>>mapToObj(i -> () -> nameOver(channel))
                    .toList();

            for (Future<Outcome<String>> call : callers.invokeAll(calls)) {
                assertThat(call.get()).isEqualTo(new Outcome.Done<>("test.csi4j.io"));
            }
        }
    }

    private DriverChannel connectToOneThatLeaves(ConnectOptions options) {
        try (var _ = serve()) {
            DriverChannel channel = DriverChannel.connect(socket, options);
            assertThat(nameOver(channel)).isEqualTo(new Outcome.Done<>("test.csi4j.io"));
            return channel;
        }
    }

    private DriverServer serve() {
        return DriverServer.listen(socket, List.of(new TestDriver()));
    }

    private static ConnectOptions within(Duration limit) {
        return ConnectOptions.standard().within(limit);
    }

    private static Outcome<String> nameOver(DriverChannel channel) {
        return new IdentityCalls(channel).driverName(CALL);
    }
}
