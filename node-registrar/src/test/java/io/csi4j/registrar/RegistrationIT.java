package io.csi4j.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.sidecar.csi.OnLoss;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.spec.registration.InfoRequest;
import io.csi4j.spec.registration.PluginInfo;
import io.csi4j.spec.registration.RegistrationGrpc;
import io.csi4j.spec.registration.RegistrationGrpc.RegistrationBlockingStub;
import io.csi4j.spec.registration.RegistrationStatus;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The program between a driver and somebody who plays kubelet: contract node-registrar.md, sections 3 to 5 and 8. */
@Timeout(60)
class RegistrationIT {
    private static final String NAME = "test.csi4j.io";
    private static final String ENDPOINT = "/var/lib/kubelet/plugins/x/csi.sock";

    @RegisterExtension
    final Invariants invariants = new Invariants();

    @TempDir
    Path folder;

    private final FakeDriver driver = FakeDriver.start(DriverTraits.plain(NAME));
    private final Shutdown shutdown = Shutdown.onRequest();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void createFolder() throws IOException {
        Files.createDirectory(registration());
    }

    @AfterEach
    void closeAll() throws Exception {
        shutdown.request(Exit.OK);
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        driver.close();
    }

    @Test
    void kubeletLearnsNameEndpointAndVersion() throws Exception {
        FutureTask<Exit> registrar = startRegistrar();

        PluginInfo plugin = kubelet().getInfo(InfoRequest.getDefaultInstance());

        assertThat(plugin)
                .isEqualTo(PluginInfo.newBuilder()
                        .setType("CSIPlugin")
                        .setName(NAME)
                        .setEndpoint(ENDPOINT)
                        .addSupportedVersions("1.0.0")
                        .build());
        assertThat(endOf(registrar)).isEqualTo(Exit.OK);
    }

    @Test
    void theSocketIsForItsOwnerAloneAndTheOnlyFileInTheFolder() throws Exception {
        FutureTask<Exit> registrar = startRegistrar();
        kubelet();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                .isEqualTo("rwx------");
        assertThat(registration()).isDirectoryNotContaining(file -> !file.equals(socket()));
        assertThat(endOf(registrar)).isEqualTo(Exit.OK);
    }

    @Test
    void toldToEndItRemovesItsSocketAlone() throws Exception {
        Path other = Files.createFile(registration().resolve("other.csi4j.io-reg.sock"));
        FutureTask<Exit> registrar = startRegistrar();
        kubelet();

        assertThat(endOf(registrar)).isEqualTo(Exit.OK);

        assertThat(socket()).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void aSocketThatIsGoneAlreadyIsNoFault() throws Exception {
        FutureTask<Exit> registrar = startRegistrar();
        kubelet();

        Files.delete(socket());

        assertThat(endOf(registrar)).isEqualTo(Exit.OK);
    }

    @Test
    void aSocketThatCannotBeRemovedIsAFailure() throws Exception {
        invariants.expectErrors("cannot remove the socket");
        invariants.expectErrors("the registration socket could not be removed");
        FutureTask<Exit> registrar = startRegistrar();
        kubelet();
        // What is mounted upon cannot be unlinked.
        mount("mount", "--bind", socket().toString(), socket().toString());
        open.add(() -> mount("umount", socket().toString()));

        assertThat(endOf(registrar)).isEqualTo(Exit.FAILURE);

        assertThat(socket()).exists();
    }

    @Test
    void theSocketOfASuccessorStays() throws Exception {
        FutureTask<Exit> registrar = startRegistrar();
        kubelet();
        Files.delete(socket());
        leaveSocketBehind();

        assertThat(endOf(registrar)).isEqualTo(Exit.OK);

        assertThat(socket()).exists();
    }

    @Test
    void aFailedRegistrationIsAnsweredAndEndsWithFailure() throws Exception {
        invariants.expectErrors("registration failed");
        FutureTask<Exit> registrar = startRegistrar();
        var failed = RegistrationStatus.newBuilder().setError("no such node").build();

        var answer = kubelet().notifyRegistrationStatus(failed);

        assertThat(answer.isInitialized()).isTrue();
        assertThat(registrar.get()).isEqualTo(Exit.FAILURE);
        assertThat(socket()).doesNotExist();
        assertThat(invariants.logLines()).anyMatch(line -> line.startsWith("E") && line.contains("no such node"));
    }

    @Test
    void aSuccessfulRegistrationIsLoggedAndChangesNothing() throws Exception {
        FutureTask<Exit> registrar = startRegistrar();
        RegistrationBlockingStub kubelet = kubelet();
        var done = RegistrationStatus.newBuilder().setPluginRegistered(true).build();

        kubelet.notifyRegistrationStatus(done);

        assertThat(kubelet.getInfo(InfoRequest.getDefaultInstance()).getName()).isEqualTo(NAME);
        assertThat(invariants.logLines()).anyMatch(line -> line.contains("plugin_registered"));
        assertThat(endOf(registrar)).isEqualTo(Exit.OK);
    }

    @Test
    void aSocketLeftBehindIsReplaced() throws Exception {
        leaveSocketBehind();

        FutureTask<Exit> registrar = startRegistrar();

        assertThat(kubelet().getInfo(InfoRequest.getDefaultInstance()).getName())
                .isEqualTo(NAME);
        assertThat(endOf(registrar)).isEqualTo(Exit.OK);
    }

    @Test
    void whatIsNoSocketIsLeftAloneAndEndsTheProgram() throws Exception {
        Files.writeString(socket(), "precious");

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(this::runRegistrar)
                .withMessageContaining("is no socket")
                .satisfies(fault -> assertThat(fault.exit()).isEqualTo(Exit.FAILURE));
        assertThat(socket()).hasContent("precious");
    }

    @Test
    void aMissingFolderEndsTheProgram() throws Exception {
        Files.delete(registration());

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(this::runRegistrar)
                .withMessageContaining(registration().toString())
                .satisfies(fault -> assertThat(fault.exit()).isEqualTo(Exit.FAILURE));
    }

    @Test
    void aDriverNameThatLeadsOutOfTheFolderEndsTheProgram() {
        var service = new RegistrationService("../escaped", ENDPOINT, shutdown);

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> RegistrationSocket.open(registration().toString(), service))
                .withMessageContaining("../escaped");
        assertThat(folder.resolve("escaped-reg.sock")).doesNotExist();
    }

    @Test
    void toldToEndWhileTheDriverIsMissingItEndsWithSuccess() throws Exception {
        driver.stop();
        FutureTask<Exit> registrar = startRegistrar();

        assertThat(endOf(registrar)).isEqualTo(Exit.OK);
    }

    @Test
    void theDeprecatedTimeoutIsNoticedAndIgnored() throws Exception {
        FutureTask<Exit> registrar = startRegistrar("--connection-timeout=1ns");
        kubelet();

        assertThat(endOf(registrar)).isEqualTo(Exit.OK);

        assertThat(invariants.logLines())
                .filteredOn(line -> line.contains("deprecated"))
                .hasSize(1);
    }

    private Exit endOf(FutureTask<Exit> registrar) throws Exception {
        shutdown.request(Exit.OK);
        return registrar.get();
    }

    private Exit runRegistrar(String... more) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "--csi-address=" + driver.address(),
                "--plugin-registration-path=" + registration(),
                "--kubelet-registration-path=" + ENDPOINT));
        arguments.addAll(List.of(more));
        return Registrar.run(shutdown, arguments.toArray(String[]::new));
    }

    private FutureTask<Exit> startRegistrar(String... more) {
        var run = new FutureTask<>(() -> runRegistrar(more));
        Thread.ofVirtual().name("registrar").start(run);
        return run;
    }

    private RegistrationBlockingStub kubelet() {
        ConnectOptions options = ConnectOptions.standard().onLoss(OnLoss.giveUp());
        DriverChannel channel = DriverChannel.connect(new UnixSocket(socket()), options);
        open.add(channel);
        invariants.expectErrors("lost the connection to the driver");
        return RegistrationGrpc.newBlockingStub(channel.grpc());
    }

    /** As a killed registrar does. */
    private void leaveSocketBehind() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket()));
        }
    }

    private static void mount(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private Path registration() {
        return folder.resolve("r");
    }

    private Path socket() {
        return registration().resolve(NAME + "-reg.sock");
    }
}
