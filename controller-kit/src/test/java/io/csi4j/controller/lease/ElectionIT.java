package io.csi4j.controller.lease;

import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.event.EventRecorder;
import io.csi4j.controller.event.EventSink;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.testkit.HandClock;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.apiserver.FakeApiServer;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes and one lease, over real HTTP. */
@Timeout(60)
class ElectionIT {
    private final FakeApiServer server = FakeApiServer.start();
    private final KubeApi api = KubeApi.connect(KubeOptions.of("", server.url().toString(), "test"));
    private final HandClock clock = new HandClock();
    private final EventRecorder events = EventRecorder.start(EventSink.of(api), "nfs.csi.k8s.io/test", clock);
    private final CountDownLatch lost = new CountDownLatch(1);

    @AfterEach
    void close() {
        events.close();
        api.close();
        server.close();
    }

    @Test
    void aReleaseHandsTheLeaseOverWithoutAnyWaiting() throws InterruptedException {
        LeaderLease first = start("first");
        assertThat(first.awaitLeading()).isTrue();
        LeaderLease second = start("second");
        server.awaitWatches("leases", 1);

        first.close();

        assertThat(second.awaitLeading()).isTrue();
        assertThat(clock.now()).isEqualTo(HandClock.START);
        JsonObject spec = spec();
        assertThat(spec.get("holderIdentity").getAsString()).isEqualTo("second");
        assertThat(spec.get("leaseTransitions").getAsInt()).isEqualTo(1);
        second.close();
        assertThat(spec().get("holderIdentity").getAsString()).isEmpty();
        assertThat(spec().get("leaseDurationSeconds").getAsInt()).isEqualTo(1);
    }

    @Test
    void theLeaseIsWrittenAsUpstreamWritesIt() throws InterruptedException {
        try (LeaderLease lease = start("first")) {
            lease.awaitLeading();

            JsonObject object =
                    server.find("leases", "kube-system", "nfs-csi-k8s-io").orElseThrow();
            assertThat(object.getAsJsonObject("metadata").getAsJsonObject("labels"))
                    .hasToString("{\"team\":\"storage\"}");
            assertThat(object.getAsJsonObject("spec"))
                    .hasToString("{\"holderIdentity\":\"first\",\"leaseDurationSeconds\":15,"
                            + "\"acquireTime\":\"2026-01-01T00:00:00.000000Z\","
                            + "\"renewTime\":\"2026-01-01T00:00:00.000000Z\",\"leaseTransitions\":0}");
        }
    }

    @Test
    void eventsAboutTheLeaseLieBesideIt() throws InterruptedException {
        LeaderLease lease = start("first");
        lease.awaitLeading();
        lease.close();
        events.close();

        assertThat(server.list("events"))
                .extracting(event -> event.get("message").getAsString())
                .containsExactly("first became leader", "first stopped leading");
        assertThat(server.list("events"))
                .allMatch(event -> event.getAsJsonObject("metadata")
                        .get("namespace")
                        .getAsString()
                        .equals("kube-system"));
    }

    @Test
    void aStandbyThatMayNotWatchIsNotAskedToAgain() throws InterruptedException {
        server.faults().failAll(on("watch", "leases"), ApiFailure.forbidden("may not watch leases"));
        LeaderLease first = start("first");
        first.awaitLeading();
        try (LeaderLease second = start("second")) {
            server.awaitCalls(1, on("watch", "leases"));
            server.forgetCalls();

            first.close();
            clock.advance(LeaseTiming.STANDARD.lease());

            assertThat(second.awaitLeading()).isTrue();
            assertThat(server.calls(on("watch", "leases"))).isEmpty();
        }
    }

    private LeaderLease start(String hostname) {
        LeaseOptions options = new LeaseOptions(
                "nfs.csi.k8s.io", "kube-system", hostname, LeaseTiming.STANDARD, Map.of("team", "storage"));
        LeaderLease.Tools tools =
                new LeaderLease.Tools(events, new LeaseMetrics(new MetricsRegistry()), clock, () -> 0.5);
        return LeaderLease.start(options, ApiLeases.of(api, options), tools, lost::countDown);
    }

    private JsonObject spec() {
        return server.find("leases", "kube-system", "nfs-csi-k8s-io")
                .orElseThrow()
                .getAsJsonObject("spec");
    }
}
