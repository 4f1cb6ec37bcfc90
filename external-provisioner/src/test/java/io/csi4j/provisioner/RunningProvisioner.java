package io.csi4j.provisioner;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Message;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.testkit.apiserver.FakeApiServer;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.csi4j.testkit.driver.FakeVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The whole program in this JVM, with quick retries, between a fake API server and a fake driver. */
final class RunningProvisioner implements AutoCloseable {
    /** Makes and deletes volumes, and nothing else. */
    static final DriverTraits TRAITS = DriverTraits.plain(Given.DRIVER);

    final FakeApiServer api = FakeApiServer.start();
    final FakeDriver driver;
    private final Shutdown shutdown = Shutdown.onRequest();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();

    private RunningProvisioner(DriverTraits traits) {
        driver = FakeDriver.start(traits);
    }

    /** Nothing runs yet, so that a test can spoil the start. */
    static RunningProvisioner prepared(DriverTraits traits) {
        return new RunningProvisioner(traits);
    }

    static RunningProvisioner prepared() {
        return prepared(TRAITS);
    }

    static RunningProvisioner start(String... flags) {
        return prepared().begin(flags);
    }

    RunningProvisioner begin(String... flags) {
        var all = new ArrayList<>(List.of(
                "--csi-address=" + driver.address(),
                "--master=" + api.url(),
                "--retry-interval-start=20ms",
                "--retry-interval-max=100ms",
                "--timeout=30s"));
        all.addAll(List.of(flags));
        var options = ProvisionerOptions.parse(all.toArray(String[]::new));
        Thread.ofVirtual().name("provisioner").start(() -> run(options));
        return this;
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

    /** Every request of that kind the driver got, those that failed included. */
    <T extends Message> List<T> calls(Class<T> kind) {
        return driver.calls().stream()
                .map(DriverCall::request)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Names of the volumes the driver has. */
    List<String> volumesMade() {
        return driver.volumes().stream().map(FakeVolume::name).toList();
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
        return awaitExit();
    }

    Exit awaitExit() {
        try {
            return exit.get();
        } catch (InterruptedException | ExecutionException fault) {
            throw new AssertionError("the provisioner failed", fault);
        }
    }

    /** Why it could not start. */
    StartupException awaitFault() throws InterruptedException {
        try {
            throw new AssertionError("it started, and ended with " + exit.get());
        } catch (ExecutionException failed) {
            exit.obtrudeValue(Exit.FATAL);
            return (StartupException) Objects.requireNonNull(failed.getCause());
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
