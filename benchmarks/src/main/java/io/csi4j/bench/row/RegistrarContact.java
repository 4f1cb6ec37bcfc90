package io.csi4j.bench.row;

import io.csi4j.lab.Program;
import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.spec.registration.InfoRequest;
import io.csi4j.spec.registration.RegistrationGrpc;
import io.csi4j.spec.registration.RegistrationStatus;
import io.csi4j.testkit.driver.FakeDriver;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Kubelet's side of a registration: waits for the socket, asks who it is, says that it is registered. */
final class RegistrarContact implements NodeSidecarRow.Contact {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public Program.Plan with(Program.Plan plan, FakeDriver driver, Path folder) {
        return plan.with(
                "--csi-address=" + driver.address(),
                "--kubelet-registration-path=" + driver.address(),
                "--plugin-registration-path=" + folder);
    }

    @Override
    public void awaitReady(FakeDriver driver, Path folder) {
        Path socket = Polling.until("a registration socket", () -> socketIn(folder));
        try (DriverChannel kubelet = DriverChannel.connect(new UnixSocket(socket), ConnectOptions.standard())) {
            var registration = RegistrationGrpc.newBlockingStub(kubelet.grpc());
            registration.getInfo(InfoRequest.getDefaultInstance());
            registration.notifyRegistrationStatus(
                    RegistrationStatus.newBuilder().setPluginRegistered(true).build());
        }
    }

    @Override
    public boolean isWell(Path folder) {
        Optional<Path> socket = socketIn(folder);
        if (socket.isEmpty()) {
            return false;
        }
        try (DriverChannel kubelet = DriverChannel.connect(new UnixSocket(socket.get()), ConnectOptions.standard())) {
            RegistrationGrpc.newBlockingStub(kubelet.grpc())
                    .withDeadlineAfter(PATIENCE)
                    .getInfo(InfoRequest.getDefaultInstance());
            return true;
        } catch (StatusRuntimeException refused) {
            return false;
        }
    }

    /** A socket that somebody listens on. */
    private static Optional<Path> socketIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("[^.].*-reg[.]sock"))
                    .filter(RegistrarContact::isOpen)
                    .findFirst();
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    private static boolean isOpen(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException notYet) {
            return false;
        }
    }
}
