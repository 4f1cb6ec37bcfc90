package io.csi4j.dist;

import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.ControllerCalls;
import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.sidecar.csi.DriverServer;
import io.csi4j.sidecar.csi.IdentityCalls;
import io.csi4j.sidecar.csi.NodeCalls;
import io.csi4j.spec.v1.ControllerGetCapabilitiesRequest;
import io.csi4j.spec.v1.ControllerGetCapabilitiesResponse;
import io.csi4j.spec.v1.ControllerGrpc;
import io.csi4j.spec.v1.ControllerServiceCapability;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.CreateVolumeResponse;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.spec.v1.DeleteVolumeResponse;
import io.csi4j.spec.v1.GetPluginCapabilitiesRequest;
import io.csi4j.spec.v1.GetPluginCapabilitiesResponse;
import io.csi4j.spec.v1.GetPluginInfoRequest;
import io.csi4j.spec.v1.GetPluginInfoResponse;
import io.csi4j.spec.v1.IdentityGrpc;
import io.csi4j.spec.v1.PluginCapability;
import io.csi4j.spec.v1.ProbeRequest;
import io.csi4j.spec.v1.ProbeResponse;
import io.csi4j.spec.v1.Volume;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A driver that makes any volume, for the programs in training; and the calls that train our own driver. */
final class TrainingDriver implements AutoCloseable {
    static final String NAME = "training.csi4j.io";

    private final Path socket;
    private final DriverServer server;

    private TrainingDriver(Path socket, DriverServer server) {
        this.socket = socket;
        this.server = server;
    }

    static TrainingDriver start(Path socket) {
        return new TrainingDriver(
                socket, DriverServer.listen(new UnixSocket(socket), List.of(new Identity(), new Controller())));
    }

    Path socket() {
        return socket;
    }

    @Override
    public void close() {
        server.close(Duration.ofSeconds(1));
    }

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

    private static <T> void answer(StreamObserver<T> caller, T reply) {
        caller.onNext(reply);
        caller.onCompleted();
    }

    private static final class Identity extends IdentityGrpc.IdentityImplBase {
        @Override
        public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> caller) {
            answer(caller, GetPluginInfoResponse.newBuilder().setName(NAME).build());
        }

        @Override
        public void getPluginCapabilities(
                GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> caller) {
            var reply = GetPluginCapabilitiesResponse.newBuilder();
            reply.addCapabilitiesBuilder()
                    .getServiceBuilder()
                    .setType(PluginCapability.Service.Type.CONTROLLER_SERVICE);
            answer(caller, reply.build());
        }

        @Override
        public void probe(ProbeRequest request, StreamObserver<ProbeResponse> caller) {
            answer(caller, ProbeResponse.getDefaultInstance());
        }
    }

    private static final class Controller extends ControllerGrpc.ControllerImplBase {
        @Override
        public void controllerGetCapabilities(
                ControllerGetCapabilitiesRequest request, StreamObserver<ControllerGetCapabilitiesResponse> caller) {
            var reply = ControllerGetCapabilitiesResponse.newBuilder();
            reply.addCapabilitiesBuilder()
                    .getRpcBuilder()
                    .setType(ControllerServiceCapability.RPC.Type.CREATE_DELETE_VOLUME);
            answer(caller, reply.build());
        }

        @Override
        public void createVolume(CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> caller) {
            var volume = Volume.newBuilder().setVolumeId(request.getName());
            answer(caller, CreateVolumeResponse.newBuilder().setVolume(volume).build());
        }

        @Override
        public void deleteVolume(DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> caller) {
            answer(caller, DeleteVolumeResponse.getDefaultInstance());
        }
    }
}
