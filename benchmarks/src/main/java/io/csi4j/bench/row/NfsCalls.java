package io.csi4j.bench.row;

import io.csi4j.spec.v1.CapacityRange;
import io.csi4j.spec.v1.ControllerGrpc;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.spec.v1.VolumeCapability;
import io.grpc.Channel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a provisioner asks of nfsplugin. Mutable (ids by name), concurrent. */
final class NfsCalls {
    private final ControllerGrpc.ControllerBlockingStub controller;
    private final String server;
    private final VolumeCapability capability;

    /** A deletion has no capability: upstream's plugin learns the port from nothing else. */
    private final String secretOptions;

    private final Map<String, String> ids = new ConcurrentHashMap<>();

    /**
     * Calls over the channel.
     *
     * @param server address of the NFS server as the plugin sees it
     * @param port of that server
     */
    NfsCalls(Channel channel, String server, int port) {
        this.server = server;
        List<String> options = List.of("nfsvers=4.1", "port=" + port);
        controller = ControllerGrpc.newBlockingStub(channel);
        capability = VolumeCapability.newBuilder()
                .setAccessMode(VolumeCapability.AccessMode.newBuilder()
                        .setMode(VolumeCapability.AccessMode.Mode.MULTI_NODE_MULTI_WRITER))
                .setMount(VolumeCapability.MountVolume.newBuilder().addAllMountFlags(options))
                .build();
        secretOptions = String.join(",", options);
    }

    void create(String name) {
        var answer = controller.createVolume(CreateVolumeRequest.newBuilder()
                .setName(name)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(1 << 20))
                .addVolumeCapabilities(capability)
                .putParameters("server", server)
                .putParameters("share", "/share")
                .build());
        ids.put(name, answer.getVolume().getVolumeId());
    }

    void delete(String name) {
        controller.deleteVolume(DeleteVolumeRequest.newBuilder()
                .setVolumeId(ids.getOrDefault(name, ""))
                .putSecrets("mountOptions", secretOptions)
                .build());
    }
}
