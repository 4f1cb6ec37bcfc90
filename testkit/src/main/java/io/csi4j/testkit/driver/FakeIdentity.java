package io.csi4j.testkit.driver;

import com.google.protobuf.BoolValue;
import io.csi4j.spec.v1.GetPluginCapabilitiesRequest;
import io.csi4j.spec.v1.GetPluginCapabilitiesResponse;
import io.csi4j.spec.v1.GetPluginInfoRequest;
import io.csi4j.spec.v1.GetPluginInfoResponse;
import io.csi4j.spec.v1.IdentityGrpc;
import io.csi4j.spec.v1.PluginCapability;
import io.csi4j.spec.v1.ProbeRequest;
import io.csi4j.spec.v1.ProbeResponse;
import io.grpc.stub.StreamObserver;

/** Who the driver is and whether it is ready. */
final class FakeIdentity extends IdentityGrpc.IdentityImplBase {
    private final DriverTraits traits;
    private volatile boolean ready = true;

    FakeIdentity(DriverTraits traits) {
        this.traits = traits;
    }

    void setReady(boolean wanted) {
        ready = wanted;
    }

    @Override
    public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> answer) {
        Answers.send(
                answer,
                GetPluginInfoResponse.newBuilder()
                        .setName(traits.name())
                        .setVendorVersion("fake")
                        .build());
    }

    @Override
    public void getPluginCapabilities(
            GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> answer) {
        GetPluginCapabilitiesResponse.Builder response = GetPluginCapabilitiesResponse.newBuilder();
        traits.services()
                .forEach(type -> response.addCapabilities(PluginCapability.newBuilder()
                        .setService(PluginCapability.Service.newBuilder().setType(type))));
        Answers.send(answer, response.build());
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
        Answers.send(
                answer, ProbeResponse.newBuilder().setReady(BoolValue.of(ready)).build());
    }
}
