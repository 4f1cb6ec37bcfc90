package io.csi4j.controller.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.sidecar.flags.CommonOptions;
import io.csi4j.sidecar.http.Answer;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import io.csi4j.testkit.apiserver.FakeApiServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a program's start sees of its election. */
@Timeout(60)
class ElectionOfAProgramIT {
    private static final CommonOptions.Timing QUICK =
            new CommonOptions.Timing(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMillis(50));

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private final FakeApiServer server = FakeApiServer.start();
    private final KubeApi api = KubeApi.connect(KubeOptions.of("", server.url().toString(), "test"));
    private final Shutdown shutdown = Shutdown.onRequest();

    @AfterEach
    void close() {
        api.close();
        server.close();
    }

    @Test
    void withoutAnElectionTheWorkBeginsAtOnceAndNobodyIsAsked() throws InterruptedException {
        try (var election = new Election(options(false, QUICK), "lock")) {
            election.begin(api, new MetricsRegistry(), shutdown);

            assertThat(election.awaitLeading()).isTrue();
            assertThat(election.health()).isEqualTo(Answer.ok());
        }
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void theLeaseIsNamedAfterTheLockAndGivenBackAtTheEnd() throws InterruptedException {
        try (var election = begun()) {
            assertThat(election.awaitLeading()).isTrue();

            assertThat(holder()).isNotEmpty();
            assertThat(election.health()).isEqualTo(Answer.ok());
            assertThat(election.isLost()).isFalse();
        }
        assertThat(holder()).isEmpty();
    }

    @Test
    void aStandbyThatIsToldToEndWaitsNoLonger() throws InterruptedException {
        server.create("""
            {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "lock", "namespace": "team"},
             "spec": {"holderIdentity": "other", "leaseDurationSeconds": 3600,
                      "acquireTime": "2026-01-01T00:00:00.000000Z", "renewTime": "2026-01-01T00:00:00.000000Z"}}
            """);
        try (var election = begun()) {
            server.awaitCalls(1, ApiCall.on("get", "leases"));

            shutdown.request(Exit.OK);

            assertThat(election.awaitLeading()).isFalse();
            assertThat(election.isLost()).isFalse();
        }
        assertThat(holder()).isEqualTo("other");
    }

    @Test
    void aLeaseThatIsTakenAwayEndsTheProgramWithAFailure() throws InterruptedException {
        invariants.expectErrors("lost the lease");
        try (var election = begun()) {
            election.awaitLeading();

            server.edit("leases", "team", "lock", lease -> heldBy(lease, "other"));

            assertThat(shutdown.await()).isEqualTo(Exit.FAILURE);
            assertThat(election.isLost()).isTrue();
        }
        assertThat(holder()).isEqualTo("other");
    }

    @Test
    void timesThatCannotWorkMatterOnlyToAnElection() {
        var tooShort = new CommonOptions.Timing(Duration.ofSeconds(8), Duration.ofSeconds(10), Duration.ofSeconds(5));

        new Election(options(false, tooShort), "lock").close();

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> new Election(options(true, tooShort), "lock"))
                .withMessageContaining("need lease > renew > 1.2 x retry > 0, got 8s, 10s, 5s");
    }

    private Election begun() {
        var election = new Election(options(true, QUICK), "lock");
        election.begin(api, new MetricsRegistry(), shutdown);
        return election;
    }

    private static CommonOptions.Election options(boolean enabled, CommonOptions.Timing timing) {
        return new CommonOptions.Election(enabled, "team", timing, Map.of());
    }

    private static void heldBy(JsonObject lease, String holder) {
        lease.getAsJsonObject("spec").addProperty("holderIdentity", holder);
    }

    private String holder() {
        return server.find("leases", "team", "lock")
                .orElseThrow()
                .getAsJsonObject("spec")
                .get("holderIdentity")
                .getAsString();
    }
}
