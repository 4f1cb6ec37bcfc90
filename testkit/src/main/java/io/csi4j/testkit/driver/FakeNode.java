package io.csi4j.testkit.driver;

import io.csi4j.spec.v1.NodeGetCapabilitiesRequest;
import io.csi4j.spec.v1.NodeGetCapabilitiesResponse;
import io.csi4j.spec.v1.NodeGetInfoRequest;
import io.csi4j.spec.v1.NodeGetInfoResponse;
import io.csi4j.spec.v1.NodeGrpc;
import io.csi4j.spec.v1.NodeServiceCapability;
import io.csi4j.spec.v1.Topology;
import io.grpc.stub.StreamObserver;

/** Where the driver's node is; it publishes nothing. */
final class FakeNode extends NodeGrpc.NodeImplBase {
    private static final String NODE_ID = "fake-node";

    private final DriverTraits traits;

    FakeNode(DriverTraits traits) {
        this.traits = traits;
    }

    @Override
    public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> answer) {
        NodeGetInfoResponse.Builder response = NodeGetInfoResponse.newBuilder().setNodeId(NODE_ID);
        if (!traits.segments().isEmpty()) {
            response.setAccessibleTopology(Topology.newBuilder().putAllSegments(traits.segments()));
        }
        Answers.send(answer, response.build());
    }

    @Override
    public void nodeGetCapabilities(
            NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> answer) {
        NodeGetCapabilitiesResponse.Builder response = NodeGetCapabilitiesResponse.newBuilder();
        traits.node()
                .forEach(type -> response.addCapabilities(NodeServiceCapability.newBuilder()
                        .setRpc(NodeServiceCapability.RPC.newBuilder().setType(type))));
        Answers.send(answer, response.build());
    }
}
