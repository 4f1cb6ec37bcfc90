package io.csi4j.dist;

import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.ControllerCalls;
import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.sidecar.csi.IdentityCalls;
import io.csi4j.sidecar.csi.NodeCalls;
import io.csi4j.spec.v1.CreateVolumeRequest;
import java.nio.file.Path;
import java.time.Duration;

/** The calls that train our own driver. */
final class PluginLesson {
    private PluginLesson() {}

    /** What every sidecar asks a driver at its start, and a create that fails for want of a server. */
    static void askOnce(Path socket) {
        var address = new UnixSocket(socket);
        try (var channel =
                DriverChannel.connect(address, ConnectOptions.standard().within(Duration.ofMinutes(1)))) {
            Duration limit = Duration.ofSeconds(10);
            new IdentityCalls(channel).driverName(limit);
            new IdentityCalls(channel).capabilities(limit);
            new IdentityCalls(channel).probe(limit);
            new ControllerCalls(channel).capabilities(limit);
            new ControllerCalls(channel).createVolume(createRequest(), limit);
            new NodeCalls(channel).nodeInfo(limit);
        }
    }

    private static CreateVolumeRequest createRequest() {
        var request = CreateVolumeRequest.newBuilder()
                .setName("pvc-training")
                .putParameters("server", "127.0.0.1")
                .putParameters("share", "/training");
        request.addVolumeCapabilitiesBuilder().getMountBuilder().addMountFlags("port=1");
        return request.build();
    }
}
