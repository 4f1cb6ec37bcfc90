package io.csi4j.dist;

import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.spec.registration.InfoRequest;
import io.csi4j.spec.registration.RegistrationGrpc;
import io.csi4j.spec.registration.RegistrationStatus;
import java.nio.file.Path;
import java.time.Duration;

/** Kubelet's two calls, which train the registrar. */
final class KubeletLesson {
    private KubeletLesson() {}

    /** Asks who is there and says that it is registered. */
    static void register(Path socket) {
        try (var channel = DriverChannel.connect(
                new UnixSocket(socket), ConnectOptions.standard().within(Duration.ofMinutes(1)))) {
            var registration = RegistrationGrpc.newBlockingStub(channel.grpc());
            registration.getInfo(InfoRequest.getDefaultInstance());
            registration.notifyRegistrationStatus(
                    RegistrationStatus.newBuilder().setPluginRegistered(true).build());
        }
    }
}
