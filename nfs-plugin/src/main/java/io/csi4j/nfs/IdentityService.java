package io.csi4j.nfs;

import com.google.protobuf.BoolValue;
import io.csi4j.nfs.rpc.Answers;
import io.csi4j.nfs.rpc.Refused;
import io.csi4j.spec.v1.GetPluginCapabilitiesRequest;
import io.csi4j.spec.v1.GetPluginCapabilitiesResponse;
import io.csi4j.spec.v1.GetPluginInfoRequest;
import io.csi4j.spec.v1.GetPluginInfoResponse;
import io.csi4j.spec.v1.IdentityGrpc.IdentityImplBase;
import io.csi4j.spec.v1.PluginCapability;
import io.csi4j.spec.v1.ProbeRequest;
import io.csi4j.spec.v1.ProbeResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** Who the driver is (contract 2.1). Probe checks nothing: a dead NFS server must not restart the plugin. */
final class IdentityService extends IdentityImplBase {
    private final String name;
    private final String version;

    IdentityService(String name, String version) {
        this.name = name;
        this.version = version;
    }

    @Override
    public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> caller) {
        Answers.send(caller, () -> {
            if (name.isEmpty()) {
                throw new Refused(Status.Code.UNAVAILABLE, "the driver has no name");
            }
            if (version.isEmpty()) {
                throw new Refused(Status.Code.UNAVAILABLE, "the driver has no version");
            }
            return GetPluginInfoResponse.newBuilder()
                    .setName(name)
                    .setVendorVersion(version)
                    .build();
        });
    }

    @Override
    public void getPluginCapabilities(
            GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> caller) {
        Answers.send(
                caller,
                () -> GetPluginCapabilitiesResponse.newBuilder()
                        .addCapabilities(PluginCapability.newBuilder()
                                .setService(PluginCapability.Service.newBuilder()
                                        .setType(PluginCapability.Service.Type.CONTROLLER_SERVICE)))
                        .build());
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> caller) {
        Answers.send(
                caller,
                () -> ProbeResponse.newBuilder().setReady(BoolValue.of(true)).build());
    }
}
