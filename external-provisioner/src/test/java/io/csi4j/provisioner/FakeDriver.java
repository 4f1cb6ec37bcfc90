package io.csi4j.provisioner;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverServer;
import io.csi4j.spec.v1.ControllerGetCapabilitiesRequest;
import io.csi4j.spec.v1.ControllerGetCapabilitiesResponse;
import io.csi4j.spec.v1.ControllerGrpc;
import io.csi4j.spec.v1.ControllerServiceCapability;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
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
import io.csi4j.spec.v1.PluginCapability.Service;
import io.csi4j.spec.v1.ProbeRequest;
import io.csi4j.spec.v1.ProbeResponse;
import io.csi4j.spec.v1.Volume;
import io.csi4j.testkit.Faults;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A driver that keeps its volumes in memory; calls are made wrong by {@link #faults()}. */
final class FakeDriver implements AutoCloseable {
    private final Faults<Message, Status> faults = new Faults<>();
    private final List<Message> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Volume> volumes = new ConcurrentHashMap<>();
    private final Set<Service.Type> services;
    private final Set<RPC.Type> abilities;
    private final DriverServer server;
    private volatile UnaryOperator<Volume> shape = UnaryOperator.identity();

    private FakeDriver(Path socket, Set<Service.Type> services, Set<RPC.Type> abilities) {
        this.services = Set.copyOf(services);
        this.abilities = Set.copyOf(abilities);
        server = DriverServer.listen(new DriverAddress.UnixSocket(socket), List.of(new Identity(), new Controller()));
    }

    static FakeDriver start(Path socket, Set<Service.Type> services, Set<RPC.Type> abilities) {
        return new FakeDriver(socket, services, abilities);
    }

    Faults<Message, Status> faults() {
        return faults;
    }

    /** Changes what later CreateVolume calls answer. */
    void shape(UnaryOperator<Volume> wanted) {
        shape = wanted;
    }

    /** Every request of that kind so far, those that failed included. */
    <T extends Message> List<T> calls(Class<T> kind) {
        return calls.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Names of the volumes there are. */
    Set<String> volumes() {
        return Set.copyOf(volumes.keySet());
    }

    @Override
    public void close() {
        faults.clear();
        server.close();
    }

    private <R> void serve(Message request, StreamObserver<R> observer, Supplier<R> work) {
        calls.add(request);
        switch (faults.next(request)) {
            case Faults.Fault.None<Status>() -> answer(observer, work.get());
            case Faults.Fault.Fail<Status>(var failure) -> observer.onError(failure.asRuntimeException());
            case Faults.Fault.LoseReply<Status>() -> {
                var _ = work.get();
                observer.onError(
                        Status.UNAVAILABLE.withDescription("reply lost").asRuntimeException());
            }
            case Faults.Fault.Held<Status>(var hold) -> {
                pass(hold);
                answer(observer, work.get());
            }
        }
    }

    private static void pass(Faults.Hold hold) {
        try {
            hold.pass();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <R> void answer(StreamObserver<R> observer, R response) {
        observer.onNext(response);
        observer.onCompleted();
    }

    private final class Identity extends IdentityGrpc.IdentityImplBase {
        @Override
        public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> observer) {
            answer(
                    observer,
                    GetPluginInfoResponse.newBuilder().setName(Given.DRIVER).build());
        }

        @Override
        public void getPluginCapabilities(
                GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> observer) {
            var response = GetPluginCapabilitiesResponse.newBuilder();
            services.forEach(type -> response.addCapabilities(PluginCapability.newBuilder()
                    .setService(Service.newBuilder().setType(type))));
            answer(observer, response.build());
        }

        @Override
        public void probe(ProbeRequest request, StreamObserver<ProbeResponse> observer) {
            answer(
                    observer,
                    ProbeResponse.newBuilder().setReady(BoolValue.of(true)).build());
        }
    }

    private final class Controller extends ControllerGrpc.ControllerImplBase {
        @Override
        public void controllerGetCapabilities(
                ControllerGetCapabilitiesRequest request, StreamObserver<ControllerGetCapabilitiesResponse> observer) {
            var response = ControllerGetCapabilitiesResponse.newBuilder();
            abilities.forEach(type -> response.addCapabilities(ControllerServiceCapability.newBuilder()
                    .setRpc(RPC.newBuilder().setType(type))));
            answer(observer, response.build());
        }

        @Override
        public void createVolume(CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> observer) {
            serve(
                    request,
                    observer,
                    () -> CreateVolumeResponse.newBuilder()
                            .setVolume(volumes.computeIfAbsent(request.getName(), name -> shape.apply(made(request))))
                            .build());
        }

        private Volume made(CreateVolumeRequest request) {
            return Volume.newBuilder()
                    .setVolumeId("handle-of-" + request.getName())
                    .setCapacityBytes(request.getCapacityRange().getRequiredBytes())
                    .putVolumeContext("made-by", "fake")
                    .build();
        }

        @Override
        public void deleteVolume(DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> observer) {
            serve(request, observer, () -> {
                volumes.values().removeIf(volume -> volume.getVolumeId().equals(request.getVolumeId()));
                return DeleteVolumeResponse.getDefaultInstance();
            });
        }
    }
}
