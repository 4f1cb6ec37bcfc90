package io.csi4j.sidecar.csi;

import io.csi4j.spec.v1.NodeGetCapabilitiesRequest;
import io.csi4j.spec.v1.NodeGetInfoRequest;
import io.csi4j.spec.v1.NodeGetInfoResponse;
import io.csi4j.spec.v1.NodeGrpc;
import io.csi4j.spec.v1.NodeServiceCapability;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What a sidecar asks of the driver's node service. */
public final class NodeCalls {
    private final DriverChannel channel;

    public NodeCalls(DriverChannel channel) {
        this.channel = channel;
    }

    /** The node's id and topology as the driver sees them. */
    public Outcome<NodeGetInfoResponse> nodeInfo(Duration timeout) {
        return Calling.call(
                channel,
                CsiCall.NODE_GET_INFO,
                NodeGrpc.getNodeGetInfoMethod(),
                NodeGetInfoRequest.getDefaultInstance(),
                timeout);
    }

    /** What the node service can do. */
    public Outcome<Set<NodeServiceCapability.RPC.Type>> capabilities(Duration timeout) {
        return Calling.call(
                        channel,
                        CsiCall.NODE_GET_CAPABILITIES,
                        NodeGrpc.getNodeGetCapabilitiesMethod(),
                        NodeGetCapabilitiesRequest.getDefaultInstance(),
                        timeout)
                .map(response -> {
                    Set<NodeServiceCapability.RPC.Type> types = EnumSet.noneOf(NodeServiceCapability.RPC.Type.class);
                    for (NodeServiceCapability capability : response.getCapabilitiesList()) {
                        if (capability.hasRpc()) {
                            types.add(capability.getRpc().getType());
                        }
                    }
                    return Set.copyOf(types);
                });
    }
}
