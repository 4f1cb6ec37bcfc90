package io.csi4j.dist;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.csi4j.testkit.apiserver.FakeApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** An API server with one class and one claim, asked over HTTP/2 and TLS as in a cluster. */
final class TrainingCluster implements AutoCloseable {

    private final FakeApiServer server;
    private final ClusterFront front;
    private final Path kubeconfig;

    private TrainingCluster(FakeApiServer server, ClusterFront front, Path kubeconfig) {
        this.server = server;
        this.front = front;
        this.kubeconfig = kubeconfig;
    }

    static TrainingCluster start(Path work) throws IOException, InterruptedException {
        FakeApiServer server = FakeApiServer.start();
        server.create(storageClass());
        ClusterFront front = ClusterFront.before(server.url(), work);
        Path kubeconfig = work.resolve("kubeconfig");
        Files.writeString(kubeconfig, kubeconfig(front));
        return new TrainingCluster(server, front, kubeconfig);
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    FakeApiServer server() {
        return server;
    }

    /** One claim gets its volume, and the volume goes again. */
    void provisionOnce(TrainedProgram program) throws InterruptedException {
        server.create(claim());
        program.await("a volume", () -> !server.list("persistentvolumes").isEmpty());
        String volume = server.list("persistentvolumes")
                .getFirst()
                .getAsJsonObject("metadata")
                .get("name")
                .getAsString();
        // Bound, as a cluster would have it: the provisioner makes the volume of an unbound claim anew.
        server.edit(
                "persistentvolumeclaims",
                "default",
                "training",
                claim -> claim.getAsJsonObject("spec").add("volumeName", new JsonPrimitive(volume)));
        server.edit("persistentvolumes", "", volume, TrainingCluster::release);
        program.await("the volume to go", () -> server.list("persistentvolumes").isEmpty());
    }

    /** One volume is attached to the node, and detached again. */
    void attachOnce(TrainedProgram program) throws InterruptedException {
        server.create(csiNode());
        server.create(volume());
        server.create(attachment());
        program.await("the attachment", this::isAttached);
        server.delete("volumeattachments", "", "training");
        program.await("the detachment", () -> server.list("volumeattachments").isEmpty());
    }

    private boolean isAttached() {
        var status =
                server.find("volumeattachments", "", "training").orElseThrow().getAsJsonObject("status");
        return status != null
                && status.has("attached")
                && status.get("attached").getAsBoolean();
    }

    private static void release(JsonObject volume) {
        var status = new JsonObject();
        status.add("phase", new JsonPrimitive("Released"));
        volume.add("status", status);
    }

    @Override
    public void close() {
        front.close();
        server.close();
    }

    private static String storageClass() {
        return """
            {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": {"name": "training"},
             "provisioner": "%s", "reclaimPolicy": "Delete", "volumeBindingMode": "Immediate"}
            """.formatted(Training.DRIVER);
    }

    private static String claim() {
        return """
            {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
             "metadata": {"name": "training", "namespace": "default",
                          "annotations": {"volume.kubernetes.io/storage-provisioner": "%s"}},
             "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "training", "volumeMode": "Filesystem",
                      "resources": {"requests": {"storage": "1Gi"}}},
             "status": {"phase": "Pending"}}
            """.formatted(Training.DRIVER);
    }

    private static String csiNode() {
        return """
            {"apiVersion": "storage.k8s.io/v1", "kind": "CSINode", "metadata": {"name": "training"},
             "spec": {"drivers": [{"name": "%s", "nodeID": "training", "topologyKeys": []}]}}
            """.formatted(Training.DRIVER);
    }

    private static String volume() {
        return """
            {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "training"},
             "spec": {"accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1Gi"}, "volumeMode": "Filesystem",
                      "csi": {"driver": "%s", "volumeHandle": "training", "fsType": "ext4"}}}
            """.formatted(Training.DRIVER);
    }

    private static String attachment() {
        return """
            {"apiVersion": "storage.k8s.io/v1", "kind": "VolumeAttachment", "metadata": {"name": "training"},
             "spec": {"attacher": "%s", "nodeName": "training",
                      "source": {"persistentVolumeName": "training"}}}
            """.formatted(Training.DRIVER);
    }

    private static String kubeconfig(ClusterFront front) throws IOException {
        return """
                apiVersion: v1
                kind: Config
                current-context: training
                contexts: [{name: training, context: {cluster: training, user: training}}]
                users: [{name: training, user: {token: training}}]
                clusters:
                - name: training
                  cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}
                """.formatted(front.port(), Base64.getEncoder().encodeToString(Files.readAllBytes(front.authority())));
    }
}
