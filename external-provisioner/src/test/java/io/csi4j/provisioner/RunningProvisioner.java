package io.csi4j.provisioner;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Message;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.testkit.apiserver.FakeApiServer;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.csi4j.testkit.driver.FakeVolume;
import io.csi4j.testkit.program.TestedProgram;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The whole program in this JVM, with quick retries, between a fake API server and a fake driver. */
final class RunningProvisioner implements AutoCloseable {
    /** Makes and deletes volumes, and nothing else. */
    static final DriverTraits TRAITS = DriverTraits.plain(Given.DRIVER);

    final FakeApiServer api;
    final FakeDriver driver;
    private final TestedProgram program;
    private Map<String, String> environment = Map.of();

    private RunningProvisioner(DriverTraits traits) {
        program = TestedProgram.between(traits);
        api = program.api();
        driver = program.driver();
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

    /** What the environment of the process says, until it begins. */
    RunningProvisioner in(Map<String, String> surroundings) {
        environment = Map.copyOf(surroundings);
        return this;
    }

    RunningProvisioner begin(String... flags) {
        var all = Stream.concat(Stream.of("--master=" + api.url()), Stream.of(flags));
        program.begin(
                "provisioner",
                (shutdown, arguments) -> Provisioner.run(shutdown, ProvisionerOptions.parse(environment, arguments)),
                all.toArray(String[]::new));
        return this;
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
        phase(volume, "Released");
    }

    /** Puts a volume into that phase, as the cluster does. */
    void phase(String volume, String phase) {
        api.edit("persistentvolumes", "", volume, object -> {
            var status = new JsonObject();
            status.addProperty("phase", phase);
            object.add("status", status);
        });
    }

    /** Every request of that kind the driver got, those that failed included. */
    <T extends Message> List<T> calls(Class<T> kind) {
        return program.calls(kind);
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
        api.awaitCalls(1, TestedProgram.event(reason, message));
    }

    static List<String> texts(JsonArray array) {
        return array.asList().stream().map(element -> element.getAsString()).toList();
    }

    /** Asks it to end, as SIGTERM does, and waits until it has. */
    Exit stop() {
        return program.stop();
    }

    Exit awaitExit() {
        return program.awaitExit();
    }

    /** Why it could not start. */
    StartupException awaitFault() throws InterruptedException {
        return program.awaitFault();
    }

    @Override
    public void close() {
        program.close();
    }
}
