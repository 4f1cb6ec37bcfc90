package io.csi4j.attacher;

import static io.csi4j.samples.Samples.DRIVER;
import static io.csi4j.samples.Samples.aCsiNode;
import static io.csi4j.samples.Samples.aVolume;
import static io.csi4j.testkit.apiserver.ApiCall.on;

import com.google.gson.JsonObject;
import com.google.protobuf.Message;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.spec.v1.ControllerPublishVolumeRequest;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.ControllerUnpublishVolumeRequest;
import io.csi4j.testkit.apiserver.ApiCall;
import io.csi4j.testkit.apiserver.FakeApiServer;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import io.csi4j.testkit.driver.FakeVolume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/** The whole program in this JVM, with quick retries, between a fake API server and a fake driver. Mutable. */
final class RunningAttacher implements AutoCloseable {
    static final String FINALIZER = "external-attacher/test-csi4j-io";
    static final String NODE_ID = "csi.alpha.kubernetes.io/node-id";
    static final Predicate<DriverCall> PUBLISH = DriverCall.on("ControllerPublishVolume");
    static final Predicate<DriverCall> UNPUBLISH = DriverCall.on("ControllerUnpublishVolume");

    /** Patches of an attachment's finalizers and annotations. */
    static final Predicate<ApiCall> META =
            on("patch", "volumeattachments").and(call -> call.subresource().isEmpty());

    static final Predicate<ApiCall> STATUS =
            on("patch", "volumeattachments").and(call -> call.subresource().equals("status"));

    /** Attaches and detaches. */
    static final DriverTraits TRAITS = DriverTraits.plain(DRIVER).with(RPC.Type.PUBLISH_UNPUBLISH_VOLUME);

    final FakeApiServer api = FakeApiServer.start();
    final FakeDriver driver;
    private final Path kubeconfig;
    private final Shutdown shutdown = Shutdown.onRequest();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private boolean begun;

    private RunningAttacher(DriverTraits traits) {
        driver = FakeDriver.start(traits);
        try {
            kubeconfig = Files.writeString(Files.createTempFile("attacher", ".yaml"), """
                {"apiVersion": "v1", "kind": "Config", "current-context": "x",
                 "clusters": [{"name": "c", "cluster": {"server": "%s"}}],
                 "users": [{"name": "u", "user": {}}],
                 "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}]}
                """.formatted(api.url()));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Nothing runs yet, so that a test can spoil the start. */
    static RunningAttacher prepared(DriverTraits traits) {
        return new RunningAttacher(traits);
    }

    static RunningAttacher prepared() {
        return prepared(TRAITS);
    }

    static RunningAttacher start(String... flags) {
        return prepared().begin(flags);
    }

    RunningAttacher begin(String... flags) {
        begun = true;
        var options = AttacherOptions.parse(arguments(flags));
        Thread.ofVirtual().name("attacher").start(() -> run(options));
        return this;
    }

    /** The command line of an attacher between these two, with more flags at its end. */
    String[] arguments(String... flags) {
        var all = new ArrayList<>(List.of(
                "--csi-address=" + driver.address(),
                "--kubeconfig=" + kubeconfig,
                "--retry-interval-start=20ms",
                "--retry-interval-max=100ms",
                "--timeout=30s"));
        all.addAll(List.of(flags));
        return all.toArray(String[]::new);
    }

    private void run(AttacherOptions options) {
        try {
            exit.complete(Attacher.run(shutdown, options));
        } catch (InterruptedException | RuntimeException fault) {
            exit.completeExceptionally(fault);
        }
    }

    /** The volume {@code volume-1} with handle {@code handle-1}, known to the driver too, and its node. */
    void createVolumeAndNode() {
        api.create(aVolume().withAttribute("share", "s").json());
        api.create(aCsiNode().json());
        addToDriver("handle-1");
    }

    void addToDriver(String handle, String... nodes) {
        driver.add(new FakeVolume(handle, handle, 1, Map.of(), Map.of(), null, List.of(), Set.of(nodes)));
    }

    JsonObject awaitAttachment(Predicate<JsonObject> condition) throws InterruptedException {
        return api.await("volumeattachments", "", "attachment-1", condition);
    }

    JsonObject awaitAttached() throws InterruptedException {
        return awaitAttachment(attachment -> isAttached(attachment));
    }

    /** Waits for an error that contains the text; {@code field} is {@code attachError} or {@code detachError}. */
    JsonObject awaitFault(String field, String text) throws InterruptedException {
        return awaitAttachment(attachment -> status(attachment).has(field)
                        && status(attachment)
                                .getAsJsonObject(field)
                                .get("message")
                                .getAsString()
                                .contains(text))
                .getAsJsonObject("status")
                .getAsJsonObject(field);
    }

    /** As the cluster does when the pod is gone. */
    void deleteAttachment() {
        api.delete("volumeattachments", "", "attachment-1");
    }

    void awaitDetached() throws InterruptedException {
        api.awaitGone("volumeattachments", "", "attachment-1");
    }

    static boolean isAttached(JsonObject attachment) {
        return status(attachment).has("attached")
                && status(attachment).get("attached").getAsBoolean();
    }

    static JsonObject status(JsonObject attachment) {
        return attachment.has("status") ? attachment.getAsJsonObject("status") : new JsonObject();
    }

    static List<String> finalizers(JsonObject object) {
        var meta = object.getAsJsonObject("metadata");
        return meta.has("finalizers")
                ? meta.getAsJsonArray("finalizers").asList().stream()
                        .map(element -> element.getAsString())
                        .toList()
                : List.of();
    }

    List<String> volumeFinalizers() {
        return finalizers(api.find("persistentvolumes", "", "volume-1").orElseThrow());
    }

    List<ApiCall> patches(String plural) {
        return api.calls(on("patch", plural));
    }

    List<ControllerPublishVolumeRequest> publishes() {
        return calls(ControllerPublishVolumeRequest.class);
    }

    List<ControllerUnpublishVolumeRequest> unpublishes() {
        return calls(ControllerUnpublishVolumeRequest.class);
    }

    private <T extends Message> List<T> calls(Class<T> kind) {
        return driver.calls().stream()
                .map(DriverCall::request)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
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
            throw new AssertionError("the attacher failed", fault);
        }
    }

    /** Why it could not start. */
    StartupException awaitStartFault() throws InterruptedException {
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
        if (begun) {
            stop();
        }
        driver.close();
        api.close();
        try {
            Files.delete(kubeconfig);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
