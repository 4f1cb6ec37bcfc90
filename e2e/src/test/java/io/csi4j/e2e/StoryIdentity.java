package io.csi4j.e2e;

import io.csi4j.spec.v1.GetPluginCapabilitiesRequest;
import io.csi4j.spec.v1.GetPluginCapabilitiesResponse;
import io.csi4j.spec.v1.GetPluginInfoRequest;
import io.csi4j.spec.v1.GetPluginInfoResponse;
import io.csi4j.spec.v1.IdentityGrpc;
import io.csi4j.spec.v1.ProbeRequest;
import io.csi4j.spec.v1.ProbeResponse;
import io.grpc.stub.StreamObserver;

/** Who {@link StoryNode} is; it travels with it. */
final class StoryIdentity extends IdentityGrpc.IdentityImplBase {
    private final String name;

    StoryIdentity(String name) {
        this.name = name;
    }

    @Override
    public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> caller) {
        caller.onNext(GetPluginInfoResponse.newBuilder()
                .setName(name)
                .setVendorVersion("1")
                .build());
        caller.onCompleted();
    }

    @Override
    public void getPluginCapabilities(
            GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> caller) {
        caller.onNext(GetPluginCapabilitiesResponse.getDefaultInstance());
        caller.onCompleted();
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> caller) {
        caller.onNext(ProbeResponse.getDefaultInstance());
        caller.onCompleted();
    }
}
