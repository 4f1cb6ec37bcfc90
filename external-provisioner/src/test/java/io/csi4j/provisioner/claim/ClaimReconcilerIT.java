package io.csi4j.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.event.EventRecorder;
import io.csi4j.controller.event.EventSink;
import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.BindingMode;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.Backoff;
import io.csi4j.controller.work.KeyLocks;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.QueueMetrics;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.controller.work.Workers;
import io.csi4j.provisioner.Given;
import io.csi4j.provisioner.request.RequestRules;
import io.csi4j.provisioner.source.GrantWatch;
import io.csi4j.provisioner.source.Sources;
import io.csi4j.provisioner.source.Usage;
import io.csi4j.provisioner.topology.OwnNode;
import io.csi4j.provisioner.volume.CapacityHints;
import io.csi4j.provisioner.volume.Driver;
import io.csi4j.provisioner.volume.Lookups;
import io.csi4j.provisioner.volume.VolumeRules;
import io.csi4j.provisioner.volume.VolumeSaver;
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
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When a claim is asked for again; the clock is turned and the stores are filled by hand. */
@Timeout(60)
class ClaimReconcilerIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final Predicate<DriverCall> CREATE = DriverCall.on("CreateVolume");
    private static final Duration REST = Duration.ofMinutes(5);

    private final HandClock clock = new HandClock();
    private final FakeApiServer api = FakeApiServer.start();
    private final FakeDriver driver = FakeDriver.start(DriverTraits.plain(Given.DRIVER));
    private final KubeApi kube = KubeApi.connect(KubeOptions.of("", api.url().toString(), "test"));
    private final EventRecorder events = EventRecorder.start(EventSink.of(kube), "test", new HandClock());
    private final Store<Claim> claims = Store.of(claim -> !claim.isDeleting());
    private final Store<StorageClass> classes = Store.ofAll();
    private final Store<Volume> volumes = Store.ofAll();
    private final ClaimsInProgress inProgress = new ClaimsInProgress();
    private final MetricsRegistry metrics = MetricsRegistry.ofThisProcess();
    private DriverChannel channel;
    private WorkQueue<String> queue;
    private ClaimReconciler reconciler;

    @BeforeEach
    void start() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        classes.put(Given.aClass()
                .with(Map.of(
                        "csi.storage.k8s.io/provisioner-secret-name", "key",
                        "csi.storage.k8s.io/provisioner-secret-namespace", "team"))
                .build());
        api.create("""
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key", "namespace": "team"}}
            """);
        claims.put(Given.aClaim().build());
        channel = DriverChannel.connect(DriverAddress.parse(driver.address()), ConnectOptions.standard());
        queue = queue("claims");
        var saver = new VolumeSaver(kube, volumes, queue("unsavedpvs"));
        var reporting = new ClaimReporting(events, new ClaimMetrics(metrics), CapacityHints.IGNORED);
        reconciler = new ClaimReconciler(
                setup(), new Cluster(kube, claims, classes, volumes), saver, reporting, new KeyLocks<>());
    }

    private WorkQueue<String> queue(String name) {
        return new WorkQueue<>(
                name,
                new Backoff(Duration.ofSeconds(1), REST),
                clock,
                new QueueMetrics(MetricsRegistry.ofThisProcess()));
    }

    private Setup setup() {
        var calls = new Driver(Given.driver(), new ControllerCalls(channel), Duration.ofSeconds(10));
        var rules = new Setup.Rules(
                new RequestRules("pvc", -1, "", false, true),
                new TopologyRules(false, false, true),
                new VolumeRules(Given.DRIVER, "identity", false, false, true));
        var usage = new Usage(claims.index(Usage::terms), Stream::empty);
        return new Setup(
                calls,
                new Lookups(kube),
                new OwnNode("n1", Map.of()),
                null,
                new Sources(kube, new GrantWatch(false), usage, true),
                inProgress,
                new ClaimMarks(kube, claims, false),
                rules,
                clock);
    }

    @AfterEach
    void stop() {
        channel.close();
        events.close();
        kube.close();
        driver.close();
        api.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            before      | then             | is asked for when deleted
                        | INTERNAL         | false
                        | UNAVAILABLE      | true
                        | no secret        | false
            UNAVAILABLE | INTERNAL         | false
            UNAVAILABLE | INVALID_ARGUMENT | false
            UNAVAILABLE | UNAVAILABLE      | true
            UNAVAILABLE | no secret        | true
            """)
    void aCallThatMayStillRunOutlastsItsClaim(@Nullable String before, String then, boolean isAskedFor)
            throws InterruptedException {
        if (before != null) {
            fail(before);
        }
        fail(then);
        driver.faults().clear();
        api.faults().clear();
        claims.put(Given.aClaim().deleting().build());
        int calls = driver.calls(CREATE).size();

        reconciler.reconcile(Given.UID);

        assertThat(driver.calls(CREATE)).hasSize(isAskedFor ? calls + 1 : calls);
    }

    /** One pass that fails with that code of the driver, or before the driver is asked. */
    private void fail(String how) throws InterruptedException {
        driver.faults().clear();
        if (how.equals("no secret")) {
            api.faults().failAll(ApiCall.on("get", "secrets"), ApiFailure.forbidden("no"));
        } else {
            driver.faults().failAll(CREATE, Status.Code.valueOf(how).toStatus());
        }
        reconciler.reconcile(Given.UID);
    }

    /** Contract 3.2: success ends it too. */
    @Test
    void aVolumeThatWasMadeLeavesNothingInProgress() throws InterruptedException {
        fail("UNAVAILABLE");
        assertThat(inProgress.claims()).hasSize(1);
        driver.faults().clear();

        reconciler.reconcile(Given.UID);

        assertThat(inProgress.claims()).isEmpty();
    }

    /** The store may be behind when a claim's volume vanishes (issue 1469): the API server tells how the claim is. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            claim at the server | is asked for
            gone                | false
            bound               | false
            made anew           | false
            as it was           | true
            """)
    void aClaimWhoseVolumeVanishedGetsAnotherOnlyIfItIsWhatItWas(String atTheServer, boolean isAskedFor)
            throws InterruptedException {
        if (!atTheServer.equals("gone")) {
            api.create("""
                {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
                 "metadata": {"name": "data", "namespace": "team", "uid": "%s"}, "spec": {"volumeName": "%s"}}
                """.formatted(
                    atTheServer.equals("made anew") ? "new" : Given.UID, atTheServer.equals("bound") ? "pv" : ""));
        }
        reconciler.suspect(Given.UID);

        var first = reconciler.reconcile(Given.UID);
        reconciler.reconcile(Given.UID);

        assertThat(first).isInstanceOf(isAskedFor ? Next.Forget.class : Next.Backoff.class);
        assertThat(driver.calls(CREATE)).hasSize(isAskedFor ? 1 : 0);
    }

    /** Contract 3.1 step 6 and section 10: counted and logged, but no event. */
    @Test
    void aMissingClassIsCountedAndToldToNobody() throws InterruptedException {
        invariants.expectErrors("claim waits for its class");
        claims.put(other().ofClass("gone").build());

        assertThat(reconciler.reconcile("other")).isInstanceOf(Next.Backoff.class);

        events.close();
        assertThat(api.calls(ApiCall.on("*", "events"))).isEmpty();
        assertThat(metrics.page()).contains("provision_failed_total{class=\"gone\",source=\"\"} 1\n");
    }

    static Stream<Arguments> ignored() {
        var late = Given.aClass().named("late").binding(BindingMode.WAIT_FOR_FIRST_CONSUMER);
        return Stream.of(
                Arguments.argumentSet("bound", other().boundTo("pv"), Given.aClass()),
                Arguments.argumentSet(
                        "another's", other().annotated(Map.of(Annotations.STORAGE_PROVISIONER, "x")), Given.aClass()),
                Arguments.argumentSet("without a node", other().ofClass("late"), late),
                Arguments.argumentSet(
                        "of another's class",
                        other().ofClass("foreign"),
                        Given.aClass().named("foreign").of("x")),
                Arguments.argumentSet("with a volume", Given.aClaim(), Given.aClass()));
    }

    /** Nothing is wrong with them, so nothing is told or counted (contract 7.2; differences, claims). */
    @ParameterizedTest
    @MethodSource("ignored")
    void claimsThatAreIgnoredAreNeitherToldOfNorCounted(Given.ClaimBuilder claim, Given.ClassBuilder storageClass)
            throws InterruptedException {
        reconciler.reconcile(Given.UID);
        classes.put(storageClass.build());
        claims.put(claim.build());

        assertThat(reconciler.reconcile(claim.build().uid())).isEqualTo(Next.forget());

        events.close();
        assertThat(driver.calls(CREATE)).hasSize(1);
        assertThat(api.calls(ApiCall.on("*", "events"))).hasSize(2);
        assertThat(metrics.page()).doesNotContain("provision_failed_total{");
    }

    private static Given.ClaimBuilder other() {
        return Given.aClaim().named("other").uid("other");
    }

    @Test
    void theDriverIsAskedOnceMoreWhenTheRestIsOverAndNotBefore() throws InterruptedException {
        driver.faults().failAll(CREATE, Status.INVALID_ARGUMENT);
        try (var _ = Workers.start(queue, 1, reconciler)) {
            queue.add(Given.UID);

            List<Duration> askedAt = new ArrayList<>();
            for (int calls = 1; calls <= 3; calls++) {
                driver.awaitCalls(calls, CREATE);
                askedAt.add(Duration.ofNanos(clock.nanoTime()));
                // The one pass that is planned: upstream's backoff would plan earlier ones, and this a later one.
                clock.advanceToPauseOf(REST);
            }

            assertThat(askedAt).containsExactly(Duration.ZERO, REST, REST.multipliedBy(2));
        }
    }

    @Test
    void aPassDuringTheRestAsksNobodyTellsNobodyAndKeepsTheTime() throws InterruptedException {
        driver.faults().failAll(CREATE, Status.INVALID_ARGUMENT);
        var first = reconciler.reconcile(Given.UID);
        clock.advance(REST.minusSeconds(1));

        var second = reconciler.reconcile(Given.UID);

        assertThat(first)
                .isInstanceOfSatisfying(
                        Next.After.class, next -> assertThat(next.delay()).isEqualTo(REST));
        assertThat(second)
                .isInstanceOfSatisfying(
                        Next.After.class, next -> assertThat(next.delay()).isEqualTo(Duration.ofSeconds(1)));
        assertThat(driver.calls(CREATE)).hasSize(1);
        assertThat(metrics.page()).contains("provision_failed_total{class=\"fast\",source=\"\"} 1");
    }
}
