package io.csi4j.e2e;

import io.csi4j.e2e.cluster.NfsNode;
import io.csi4j.lab.Kubectl;
import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.DriverAddress.TcpPort;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.spec.v1.IdentityGrpc;
import io.csi4j.spec.v1.NodeGetVolumeStatsRequest;
import io.csi4j.spec.v1.NodeGrpc;
import io.csi4j.spec.v1.NodePublishVolumeRequest;
import io.csi4j.spec.v1.NodeUnpublishVolumeRequest;
import io.csi4j.spec.v1.ProbeRequest;
import io.csi4j.spec.v1.VolumeCapability;
import io.csi4j.spec.v1.VolumeCapability.AccessMode;
import io.csi4j.spec.v1.VolumeCapability.MountVolume;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;

/**
 * A second {@code nfsplugin} on the node that no kubelet asks: the test does, over TCP. It runs in a privileged pod of
 * the node's network, and its volumes are seen in that pod alone.
 */
final class NodePlugin implements AutoCloseable {
    private static final String POD = "plugin-by-hand";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Kubectl kubectl;
    private final DriverChannel channel;

    private NodePlugin(Kubectl kubectl, DriverChannel channel) {
        this.kubectl = kubectl;
        this.channel = channel;
    }

    static NodePlugin start(Kubectl kubectl, NfsNode node) {
        kubectl.apply(pod(
                POD,
                "exec /opt/csi4j/bin/nfsplugin --nodeid=by-hand --endpoint=tcp://0.0.0.0:" + NfsNode.SPARE_PORT
                        + " -v=5"));
        kubectl.awaitCondition("default", "pod/" + POD, "condition=Ready", PATIENCE);
        var address = new TcpPort("127.0.0.1", node.sparePort());
        return new NodePlugin(
                kubectl,
                DriverChannel.connect(address, ConnectOptions.standard().within(PATIENCE)));
    }

    /** A pod that may mount, with the programs of this clone, for one script. */
    static String pod(String name, String script) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: default}
                spec:
                  hostNetwork: true
                  restartPolicy: Never
                  terminationGracePeriodSeconds: 5
                  containers:
                    - name: main
                      image: csi4j.io/base:lab
                      imagePullPolicy: Never
                      command: [sh, -c, "%s"]
                      securityContext: {privileged: true}
                      volumeMounts: [{name: programs, mountPath: /opt/csi4j, readOnly: true}]
                  volumes: [{name: programs, hostPath: {path: /opt/csi4j, type: Directory}}]
                """.formatted(name, script);
    }

    /** Publishes a directory of the share at a target, hard mounted. */
    Status.Code publish(int port, String directory, String target) {
        return outcome(() -> node(DEADLINE)
                .nodePublishVolume(NodePublishVolumeRequest.newBuilder()
                        .setVolumeId(directory)
                        .setTargetPath(target)
                        .setVolumeCapability(VolumeCapability.newBuilder()
                                .setMount(MountVolume.newBuilder()
                                        .addAllMountFlags(List.of("nfsvers=4.1", "hard", "noac", "port=" + port)))
                                .setAccessMode(
                                        AccessMode.newBuilder().setMode(AccessMode.Mode.MULTI_NODE_MULTI_WRITER)))
                        .putVolumeContext("server", "10.0.2.2")
                        .putVolumeContext("share", "/share")
                        .putVolumeContext("subdir", directory)
                        .build()));
    }

    Status.Code unpublish(String directory, String target) {
        return outcome(() -> node(Duration.ofSeconds(60))
                .nodeUnpublishVolume(NodeUnpublishVolumeRequest.newBuilder()
                        .setVolumeId(directory)
                        .setTargetPath(target)
                        .build()));
    }

    Status.Code usage(String directory, String target) {
        return outcome(() -> node(Duration.ofSeconds(60))
                .nodeGetVolumeStats(NodeGetVolumeStatsRequest.newBuilder()
                        .setVolumeId(directory)
                        .setVolumePath(target)
                        .build()));
    }

    /** Whether it says that it is well, within the time that a liveness probe gives it. */
    boolean isWell() {
        return IdentityGrpc.newBlockingStub(channel.grpc())
                .withDeadlineAfter(Duration.ofSeconds(3))
                .probe(ProbeRequest.getDefaultInstance())
                .getReady()
                .getValue();
    }

    /** Its view of the mounts below a target. */
    List<String> mountsAt(String target) {
        return inPod("cat /proc/self/mountinfo")
                .lines()
                .filter(line -> line.contains(" " + target + " "))
                .toList();
    }

    /** Runs a script beside the plugin, and answers its output. */
    String inPod(String script) {
        return kubectl.exec("default", POD, "sh", "-c", script);
    }

    String log() {
        return kubectl.logs("default", POD);
    }

    private NodeGrpc.NodeBlockingStub node(Duration deadline) {
        return NodeGrpc.newBlockingStub(channel.grpc()).withDeadlineAfter(deadline);
    }

    private interface Call {
        Object answer();
    }

    private static Status.Code outcome(Call call) {
        try {
            var _ = call.answer();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    @Override
    public void close() {
        channel.close();
        kubectl.run("delete", "pod", POD, "--ignore-not-found", "--wait=false");
        kubectl.awaitGone("default", "pod/" + POD, PATIENCE);
    }
}
