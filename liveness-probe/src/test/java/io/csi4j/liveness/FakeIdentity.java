package io.csi4j.liveness;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.csi.DriverServer;
import io.csi4j.spec.v1.GetPluginInfoRequest;
import io.csi4j.spec.v1.GetPluginInfoResponse;
import io.csi4j.spec.v1.IdentityGrpc;
import io.csi4j.spec.v1.ProbeRequest;
import io.csi4j.spec.v1.ProbeResponse;
import io.csi4j.testkit.Faults;
import io.csi4j.testkit.Faults.Fault;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A driver that only says who and how it is; {@link #faults} make it say it wrongly. */
final class FakeIdentity extends IdentityGrpc.IdentityImplBase {
    static final String NAME = "test.csi4j.io";

    private final Faults<Message, Status> faults = new Faults<>();
    private final AtomicInteger probes = new AtomicInteger();
    private volatile ProbeResponse response = ProbeResponse.getDefaultInstance();
    private volatile String name = NAME;

    /** Serves at that path until the server is closed. */
    DriverServer serve(Path socket) {
        return DriverServer.listen(new UnixSocket(socket), List.of(this));
    }

    /** Ends without waiting for calls, as a kill does. */
    static void kill(DriverServer server) {
        server.close(Duration.ZERO);
    }

    FakeIdentity ready(boolean ready) {
        response = ProbeResponse.newBuilder().setReady(BoolValue.of(ready)).build();
        return this;
    }

    FakeIdentity named(String other) {
        name = other;
        return this;
    }

    Faults<Message, Status> faults() {
        return faults;
    }

    int probes() {
        return probes.get();
    }

    static boolean isProbe(Message request) {
        return request instanceof ProbeRequest;
    }

    static boolean asksName(Message request) {
        return request instanceof GetPluginInfoRequest;
    }

    @Override
    public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> answer) {
        answer(request, GetPluginInfoResponse.newBuilder().setName(name).build(), answer);
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
        probes.incrementAndGet();
        answer(request, response, answer);
    }

    private <T> void answer(Message request, T message, StreamObserver<T> answer) {
        switch (faults.next(request)) {
            case Fault.None<Status>() -> serve(message, answer);
            case Fault.Fail<Status>(var status) -> answer.onError(status.asRuntimeException());
            case Fault.LoseReply<Status>() -> {
                // Says nothing: the caller's deadline ends it.
            }
            case Fault.Held<Status>(var hold) -> {
                try {
                    hold.pass();
                    serve(message, answer);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static <T> void serve(T message, StreamObserver<T> answer) {
        answer.onNext(message);
        answer.onCompleted();
    }
}
