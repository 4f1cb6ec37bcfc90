package io.csi4j.registrar;

import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.csi.DriverServer;
import io.csi4j.spec.v1.GetPluginInfoRequest;
import io.csi4j.spec.v1.GetPluginInfoResponse;
import io.csi4j.spec.v1.IdentityGrpc;
import io.csi4j.testkit.Faults;
import io.csi4j.testkit.Faults.Fault;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;

/** A driver that only tells its name; {@link #faults} make it tell it wrongly. */
final class NamedDriver extends IdentityGrpc.IdentityImplBase {
    static final String NAME = "test.csi4j.io";

    private final Faults<GetPluginInfoRequest, Status> faults = new Faults<>();
    private final String name;

    NamedDriver(String name) {
        this.name = name;
    }

    /** Serves at that path until the server is closed. */
    DriverServer serve(Path socket) {
        return DriverServer.listen(new UnixSocket(socket), List.of(this));
    }

    Faults<GetPluginInfoRequest, Status> faults() {
        return faults;
    }

    @Override
    public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> answer) {
        switch (faults.next(request)) {
            case Fault.None<Status>() -> tell(answer);
            case Fault.Fail<Status>(var status) -> answer.onError(status.asRuntimeException());
            case Fault.LoseReply<Status>() -> {
                // Says nothing: the caller's deadline ends it.
            }
            case Fault.Held<Status>(var hold) -> {
                try {
                    hold.pass();
                    tell(answer);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private void tell(StreamObserver<GetPluginInfoResponse> answer) {
        answer.onNext(GetPluginInfoResponse.newBuilder().setName(name).build());
        answer.onCompleted();
    }
}
