package io.csi4j.provisioner;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.PluginCapability.Service;
import io.csi4j.testkit.apiserver.FakeApiServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The whole program in this JVM, with quick retries, between a fake API server and a fake driver. */
final class RunningProvisioner implements AutoCloseable {
    final FakeApiServer api = FakeApiServer.start();
    final FakeDriver driver;
    private final Shutdown shutdown = Shutdown.onRequest();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();

    private RunningProvisioner(Path folder, boolean topology, RPC.Type[] more, String[] flags) {
        var services = EnumSet.of(Service.Type.CONTROLLER_SERVICE);
        if (topology) {
            services.add(Service.Type.VOLUME_ACCESSIBILITY_CONSTRAINTS);
        }
        var abilities = EnumSet.of(RPC.Type.CREATE_DELETE_VOLUME);
        abilities.addAll(List.of(more));
        var socket = folder.resolve("csi.sock");
        driver = FakeDriver.start(socket, services, abilities);
        var all = new ArrayList<>(List.of(
                "--csi-address=" + socket,
                "--master=" + api.url(),
                "--retry-interval-start=20ms",
                "--retry-interval-max=100ms",
                "--timeout=5s"));
        all.addAll(List.of(flags));
        var options = ProvisionerOptions.parse(all.toArray(String[]::new));
        Thread.ofVirtual().name("provisioner").start(() -> run(options));
    }

    static RunningProvisioner start(Path folder, String... flags) {
        return new RunningProvisioner(folder, false, new RPC.Type[0], flags);
    }

    static RunningProvisioner withTopology(Path folder, String... flags) {
        return new RunningProvisioner(folder, true, new RPC.Type[0], flags);
    }

    static RunningProvisioner withAbilities(Path folder, RPC.Type... more) {
        return new RunningProvisioner(folder, false, more, new String[0]);
    }

    private void run(ProvisionerOptions options) {
        try {
            exit.complete(Provisioner.run(shutdown, options));
        } catch (InterruptedException | RuntimeException fault) {
            exit.completeExceptionally(fault);
        }
    }

    /** A class of the driver; {@code more} are further fields of the object. */
    void createClass(String name, String more) {
        api.create("""
                {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": {"name": "%s"},
                 "provisioner": "%s", "reclaimPolicy": "Delete"%s}
                """.formatted(name, Given.DRIVER, more.isEmpty() ? "" : ", " + more));
    }

    /** A claim of class {@code fast}; answers its UID. */
    String createClaim(String name) {
        return createClaim(name, "", "");
    }

    /** @param annotations further ones, and {@code spec} further fields, each starting with a comma */
    String createClaim(String name, String annotations, String spec) {
        return api.create("""
                {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
                 "metadata": {"name": "%s", "namespace": "team",
                   "annotations": {"volume.kubernetes.io/storage-provisioner": "%s"%s}},
                 "spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "fast",
                   "resources": {"requests": {"storage": "1Gi"}}%s},
                 "status": {"phase": "Pending"}}
                """.formatted(name, Given.DRIVER, annotations, spec))
                .getAsJsonObject("metadata")
                .get("uid")
                .getAsString();
    }

    /** Does what the cluster does when a claim with its volume is deleted. */
    void release(String volume) {
        api.edit("persistentvolumes", "", volume, object -> {
            var status = new JsonObject();
            status.addProperty("phase", "Released");
            object.add("status", status);
        });
    }

    JsonObject awaitVolume(String uid) throws InterruptedException {
        return api.await("persistentvolumes", "", "pvc-" + uid, _ -> true);
    }

    /** Waits for an event whose reason and message are like that. */
    void awaitEvent(String reason, String message) throws InterruptedException {
        api.awaitCalls(
                1,
                call -> call.plural().equals("events")
                        && call.body().contains("\"" + reason + "\"")
                        && call.body().contains(message));
    }

    static List<String> texts(JsonArray array) {
        return array.asList().stream().map(element -> element.getAsString()).toList();
    }

    /** Asks it to end, as SIGTERM does, and waits until it has. */
    Exit stop() {
        shutdown.request(Exit.OK);
        try {
            return exit.get();
        } catch (InterruptedException | ExecutionException fault) {
            throw new AssertionError("the provisioner failed", fault);
        }
    }

    @Override
    public void close() {
        driver.faults().clear();
        api.faults().clear();
        stop();
        driver.close();
        api.close();
    }
}
