package io.csi4j.provisioner.volume;

import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.event.EventRecorder;
import io.csi4j.controller.event.EventSink;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.KeyLocks;
import io.csi4j.controller.work.Next;
import io.csi4j.provisioner.Given;
import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.ControllerCalls;
import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.testkit.HandClock;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.apiserver.FakeApiServer;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a deleted volume costs while no watch tells anything: the store is filled by hand. */
@Timeout(60)
class VolumeReconcilerIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final ObjectKey KEY = ObjectKey.cluster("pvc-1");
    private static final String FINALIZER = "external-provisioner.volume.kubernetes.io/finalizer";

    private final FakeApiServer api = FakeApiServer.start();
    private final FakeDriver driver = FakeDriver.start(DriverTraits.plain(Given.DRIVER));
    private final HandClock clock = new HandClock();
    private final KubeApi kube = KubeApi.connect(KubeOptions.of("", api.url().toString(), "test"));
    private final EventRecorder events = EventRecorder.start(EventSink.of(kube), "test", clock);
    private final Store<Volume> store = Store.ofAll();
    private DriverChannel channel;
    private VolumeReconciler reconciler;

    @BeforeEach
    void start() throws InterruptedException {
        channel = DriverChannel.connect(DriverAddress.parse(driver.address()), ConnectOptions.standard());
        var calls = new Driver(Given.driver(), new ControllerCalls(channel), Duration.ofSeconds(10));
        var removal = new VolumeRemoval(calls, new Lookups(kube), _ -> Optional.empty(), _ -> false);
        var metrics = new VolumeMetrics(MetricsRegistry.ofThisProcess());
        var reporting = new VolumeReconciler.Reporting(Given.DRIVER, events, metrics, CapacityHints.IGNORED, clock);
        reconciler = new VolumeReconciler(store, kube, removal, reporting, new KeyLocks<>());
    }

    @AfterEach
    void stop() {
        channel.close();
        events.close();
        kube.close();
        driver.close();
        api.close();
    }

    @Test
    void aDeletedVolumeCostsOneDeleteAndOnePatchThoughTheStoreStillShowsIt() throws Exception {
        create();
        see();
        var patch = api.faults().hold(1, on("patch", "persistentvolumes"));
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var pass = thread.submit(() -> reconciler.reconcile("pvc-1"));
            patch.awaitArrival();
            // The watch tells the mark of the deletion, as it does while the finalizer is taken off.
            see();
            patch.release();
            assertThat(pass.get()).isEqualTo(Next.forget());
        }

        assertThat(reconciler.reconcile("pvc-1")).isEqualTo(Next.forget());

        assertThat(writes()).containsExactly("delete", "patch");
        assertThat(driver.calls(DriverCall.on("DeleteVolume"))).hasSize(1);
    }

    /** Nobody else's finalizer is in our way, and no other object of that name is meant. */
    @Test
    void writesNameOurFinalizerAndTheObjectsUid() throws InterruptedException {
        create();
        String uid = api.find("persistentvolumes", "", "pvc-1")
                .orElseThrow()
                .getAsJsonObject("metadata")
                .get("uid")
                .getAsString();
        see();

        reconciler.reconcile("pvc-1");

        assertThat(api.calls(on("patch", "persistentvolumes"))).singleElement().satisfies(call -> {
            assertThat(call.contentType()).isEqualTo("application/strategic-merge-patch+json");
            assertThat(JsonParser.parseString(call.body()))
                    .isEqualTo(JsonParser.parseString("""
                    {"metadata": {"uid": "%s", "$deleteFromPrimitiveList/finalizers": ["%s"]}}
                    """.formatted(uid, FINALIZER)));
        });
        assertThat(api.calls(on("delete", "persistentvolumes")))
                .singleElement()
                .satisfies(call -> assertThat(call.body()).contains("\"uid\":\"" + uid + "\""));
    }

    @Test
    void aVolumeAUserHasDeletedBeforeCostsOnePatch() throws InterruptedException {
        create();
        api.delete("persistentvolumes", "", "pvc-1");
        see();

        reconciler.reconcile("pvc-1");
        reconciler.reconcile("pvc-1");

        assertThat(writes()).containsExactly("patch");
    }

    @Test
    void anObjectWhoseFinalizersSomebodyElseTookOffIsDone() throws InterruptedException {
        create();
        api.delete("persistentvolumes", "", "pvc-1");
        see();
        api.edit(
                "persistentvolumes",
                "",
                "pvc-1",
                it -> it.getAsJsonObject("metadata").remove("finalizers"));

        assertThat(reconciler.reconcile("pvc-1")).isEqualTo(Next.forget());
        assertThat(reconciler.reconcile("pvc-1")).isEqualTo(Next.forget());

        assertThat(writes()).containsExactly("patch");
    }

    @Test
    void anotherVolumeOfTheSameNameIsDeletedToo() throws InterruptedException {
        create();
        see();
        reconciler.reconcile("pvc-1");
        create();
        see();

        reconciler.reconcile("pvc-1");

        assertThat(writes()).containsExactly("delete", "patch", "delete", "patch");
        assertThat(api.find("persistentvolumes", "", "pvc-1")).isEmpty();
    }

    @Test
    void anObjectThatCouldNotBeDeletedIsTriedAgainWithoutTheDriver() throws InterruptedException {
        invariants.expectErrors("volume is not done yet");
        create();
        see();
        api.faults().fail(1, on("delete", "persistentvolumes"), ApiFailure.forbidden("no"));

        assertThat(reconciler.reconcile("pvc-1")).isInstanceOf(Next.Backoff.class);
        assertThat(reconciler.reconcile("pvc-1")).isEqualTo(Next.forget());

        assertThat(writes()).containsExactly("delete", "delete", "patch");
        assertThat(driver.calls(DriverCall.on("DeleteVolume"))).hasSize(1);
    }

    private void create() {
        api.create("""
            {"apiVersion": "v1", "kind": "PersistentVolume",
             "metadata": {"name": "pvc-1", "finalizers": ["%s"]},
             "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"],
               "persistentVolumeReclaimPolicy": "Delete",
               "csi": {"driver": "%s", "volumeHandle": "volume-pvc-1"}},
             "status": {"phase": "Released"}}
            """.formatted(FINALIZER, Given.DRIVER));
    }

    /** Does what the watch does: the store learns how the object stands now. */
    private void see() {
        if (kube.get(Kinds.VOLUMES, KEY) instanceof Reply.Found<Volume>(var volume)) {
            store.put(volume);
        }
    }

    private List<String> writes() {
        return api.calls(on("*", "persistentvolumes")).stream()
                .map(ApiCall::verb)
                .filter(verb -> !verb.equals("get"))
                .toList();
    }
}
