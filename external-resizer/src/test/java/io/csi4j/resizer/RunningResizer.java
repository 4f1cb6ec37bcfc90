package io.csi4j.resizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.Message;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.apiserver.ApiCall;
import io.csi4j.testkit.apiserver.FakeApiServer;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.csi4j.testkit.driver.FakeVolume;
import io.csi4j.testkit.program.TestedProgram;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The whole program in this JVM, with quick retries, between a fake API server and a fake driver. */
final class RunningResizer implements AutoCloseable {
    /** Expands and modifies volumes. */
    static final DriverTraits TRAITS =
            DriverTraits.plain(Given.DRIVER).with(RPC.Type.EXPAND_VOLUME, RPC.Type.MODIFY_VOLUME);

    final FakeApiServer api;
    final FakeDriver driver;
    private final TestedProgram program;

    private RunningResizer(DriverTraits traits) {
        program = TestedProgram.between(traits);
        api = program.api();
        driver = program.driver();
    }

    /** Nothing runs yet, so that a test can spoil the start. */
    static RunningResizer prepared(DriverTraits traits) {
        return new RunningResizer(traits);
    }

    static RunningResizer start(String... flags) {
        return prepared(TRAITS).begin(flags);
    }

    RunningResizer begin(String... flags) {
        var all = Stream.concat(Stream.of("--master=" + api.url()), Stream.of(flags));
        program.begin(
                "resizer",
                (shutdown, arguments) -> Resizer.run(shutdown, ResizerOptions.parse(arguments)),
                all.toArray(String[]::new));
        return this;
    }

    /** Claim {@code team/<name>} of 1Gi with its volume {@code pv-<name>}, at the driver too. */
    void createBound(String name) {
        createBound(name, "");
    }

    /** @param status more fields of the claim's status, starting with a comma */
    void createBound(String name, String status) {
        createBound(name, "uid-" + name, status);
    }

    /** The same with a UID of its own, for a claim that had a namesake. */
    void createBoundAnew(String name, String uid) {
        createBound(name, uid, "");
    }

    private void createBound(String name, String uid, String status) {
        addToDriver("handle-" + name);
        createVolume(name, uid, "");
        api.create("""
            {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
             "metadata": {"name": "%s", "namespace": "team", "uid": "%s"},
             "spec": {"accessModes": ["ReadWriteOnce"], "volumeName": "pv-%s",
               "resources": {"requests": {"storage": "1Gi"}}},
             "status": {"phase": "Bound", "capacity": {"storage": "1Gi"}%s}}
            """.formatted(name, uid, name, status));
    }

    /** A volume of 1Gi that no object tells of yet. */
    void addToDriver(String handle) {
        driver.add(new FakeVolume(handle, handle, 1L << 30, Map.of(), Map.of(), null, List.of(), Set.of()));
    }

    /** @param csi more fields of the volume's source, starting with a comma */
    void createVolume(String name, String claimUid, String csi) {
        api.create("""
            {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "pv-%s"},
             "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
               "claimRef": {"namespace": "team", "name": "%s", "uid": "%s"},
               "csi": {"driver": "%s", "volumeHandle": "handle-%s"%s}},
             "status": {"phase": "Bound"}}
            """.formatted(name, name, claimUid, Given.DRIVER, name, csi));
    }

    /**
     * A claim annotated for the driver, bound to a volume of the plugin that EBS's driver took over from.
     *
     * @param volumeId as the plugin wrote it, with the zone
     */
    void createInTree(String name, String ofDriver, String volumeId) {
        createBound(name);
        editClaim(name, claim -> {
            var annotations = new JsonObject();
            annotations.addProperty("volume.kubernetes.io/storage-resizer", ofDriver);
            claim.getAsJsonObject("metadata").add("annotations", annotations);
        });
        api.edit("persistentvolumes", "", "pv-" + name, volume -> {
            volume.getAsJsonObject("spec").remove("csi");
            var source = new JsonObject();
            source.addProperty("volumeID", volumeId);
            volume.getAsJsonObject("spec").add("awsElasticBlockStore", source);
        });
    }

    void request(String claim, String size) {
        editClaim(
                claim,
                object -> object.getAsJsonObject("spec")
                        .getAsJsonObject("resources")
                        .getAsJsonObject("requests")
                        .addProperty("storage", size));
    }

    /** Asks for a VolumeAttributesClass; null takes the wish back. */
    void wantClass(String claim, @Nullable String name) {
        editClaim(claim, object -> {
            var spec = object.getAsJsonObject("spec");
            spec.remove("volumeAttributesClassName");
            if (name != null) {
                spec.addProperty("volumeAttributesClassName", name);
            }
        });
    }

    void createClass(String name, String ofDriver) {
        api.create("""
            {"apiVersion": "storage.k8s.io/v1", "kind": "VolumeAttributesClass", "metadata": {"name": "%s"},
             "driverName": "%s", "parameters": {"tier": "%s"}}
            """.formatted(name, ofDriver, name));
    }

    void createPod(String name, String claim) {
        api.create("""
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s", "namespace": "team"},
             "spec": {"volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": "%s"}}]},
             "status": {"phase": "Running"}}
            """.formatted(name, claim));
    }

    private void editClaim(String claim, Consumer<JsonObject> edit) {
        api.edit("persistentvolumeclaims", "team", claim, edit);
    }

    JsonObject awaitClaim(String name, Predicate<JsonObject> status) throws InterruptedException {
        return api.await(
                "persistentvolumeclaims",
                "team",
                name,
                claim -> claim.has("status") && status.test(claim.getAsJsonObject("status")));
    }

    JsonObject claim(String name) {
        return api.find("persistentvolumeclaims", "team", name).orElseThrow();
    }

    JsonObject status(String claim) {
        return claim(claim).getAsJsonObject("status");
    }

    JsonObject volume(String name) {
        return api.find("persistentvolumes", "", "pv-" + name).orElseThrow();
    }

    String capacityOfVolume(String name) {
        return volume(name)
                .getAsJsonObject("spec")
                .getAsJsonObject("capacity")
                .get("storage")
                .getAsString();
    }

    /** What the storage part of a field of a status says; empty if nothing. */
    static String storage(JsonObject status, String field) {
        return status.has(field) && status.getAsJsonObject(field).has("storage")
                ? status.getAsJsonObject(field).get("storage").getAsString()
                : "";
    }

    /** Types of the conditions in a status. */
    static List<String> conditions(JsonObject status) {
        JsonArray all = status.getAsJsonArray("conditions");
        return (all == null ? List.<JsonElement>of() : all.asList())
                .stream()
                        .map(condition ->
                                condition.getAsJsonObject().get("type").getAsString())
                        .toList();
    }

    /** Every request of that kind the driver got, those that failed included. */
    <T extends Message> List<T> calls(Class<T> kind) {
        return program.calls(kind);
    }

    /** Waits for an event whose reason and message are like that. */
    void awaitEvent(String reason, String message) throws InterruptedException {
        api.awaitCalls(1, TestedProgram.event(reason, message));
    }

    List<ApiCall> events(String reason) {
        return api.calls(TestedProgram.event(reason, ""));
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
