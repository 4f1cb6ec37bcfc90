package io.csi4j.sidecar.csi;

import com.google.protobuf.BoolValue;
import io.csi4j.spec.v1.GetPluginCapabilitiesRequest;
import io.csi4j.spec.v1.GetPluginCapabilitiesResponse;
import io.csi4j.spec.v1.GetPluginInfoRequest;
import io.csi4j.spec.v1.GetPluginInfoResponse;
import io.csi4j.spec.v1.IdentityGrpc;
import io.csi4j.spec.v1.PluginCapability;
import io.csi4j.spec.v1.ProbeRequest;
import io.csi4j.spec.v1.ProbeResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An identity service that plays what the test wrote down; what it has no lines for is answered normally. */
final class TestDriver extends IdentityGrpc.IdentityImplBase {
    final AtomicInteger probes = new AtomicInteger();
    private final Queue<Consumer<StreamObserver<ProbeResponse>>> probeScript = new ArrayDeque<>();
    private volatile String name = "test.csi4j.io";
    private volatile List<PluginCapability> capabilities = List.of();
    private volatile Status failure = Status.OK;

    TestDriver named(String newName) {
        name = newName;
        return this;
    }

    TestDriver capableOf(PluginCapability... all) {
        capabilities = List.of(all);
        return this;
    }

    TestDriver failing(Status status) {
        failure = status;
        return this;
    }

    /** The next probe is answered like this. */
    synchronized TestDriver thenProbe(Consumer<StreamObserver<ProbeResponse>> answer) {
        probeScript.add(answer);
        return this;
    }

    @Override
    public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> answer) {
        reply(answer, GetPluginInfoResponse.newBuilder().setName(name).build());
    }

    @Override
    public void getPluginCapabilities(
            GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> answer) {
        reply(
                answer,
                GetPluginCapabilitiesResponse.newBuilder()
                        .addAllCapabilities(capabilities)
                        .build());
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
        probes.incrementAndGet();
        Consumer<StreamObserver<ProbeResponse>> next;
        synchronized (this) {
            next = probeScript.poll();
        }
        if (next == null) {
            reply(answer, ProbeResponse.getDefaultInstance());
        } else {
            next.accept(answer);
        }
    }

    /** A probe that says it is ready or not. */
    static Consumer<StreamObserver<ProbeResponse>> saying(boolean ready) {
        return answer -> {
            answer.onNext(
                    ProbeResponse.newBuilder().setReady(BoolValue.of(ready)).build());
            answer.onCompleted();
        };
    }

    /** A probe whose answer leaves readiness out. */
    static Consumer<StreamObserver<ProbeResponse>> sayingNothing() {
        return answer -> {
            answer.onNext(ProbeResponse.getDefaultInstance());
            answer.onCompleted();
        };
    }

    /** A probe that fails with that code. */
    static Consumer<StreamObserver<ProbeResponse>> failingWith(Status.Code code) {
        return answer ->
                answer.onError(code.toStatus().withDescription("as told").asRuntimeException());
    }

    /** A probe that is never answered. */
    static Consumer<StreamObserver<ProbeResponse>> silent() {
        return answer -> {};
    }

    private <T> void reply(StreamObserver<T> answer, T message) {
        if (failure.isOk()) {
            answer.onNext(message);
            answer.onCompleted();
        } else {
            answer.onError(failure.asRuntimeException());
        }
    }
}
