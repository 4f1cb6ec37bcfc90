package io.csi4j.attacher;

import static io.csi4j.samples.Samples.anAttachment;
import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.testkit.Invariants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Leading and not leading: contract external-attacher.md, 2.3 and 2.4. */
@Timeout(60)
class ElectionIT {
    private static final String LEASE = "external-attacher-leader-test-csi4j-io";

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private final RunningAttacher attacher = RunningAttacher.prepared();

    @BeforeEach
    void prepare() {
        attacher.createVolumeAndNode();
        attacher.api.create(anAttachment().json());
    }

    @AfterEach
    void stop() {
        attacher.close();
    }

    @Test
    void aStandbyListsNothingAndALeaderReleasesTheLease() throws InterruptedException {
        beginBesideLeader();
        attacher.api.awaitCalls(1, on("get", "leases"));
        assertThat(attacher.api.calls(on("*", "volumeattachments"))).isEmpty();

        attacher.api.edit("leases", "team", LEASE, lease -> spec(lease).addProperty("holderIdentity", ""));

        attacher.awaitAttached();
        assertThat(attacher.stop()).isEqualTo(Exit.OK);
        assertThat(holder()).isEmpty();
    }

    @Test
    void aStandbyThatIsToldToEndEndsAndLeavesTheLease() throws InterruptedException {
        beginBesideLeader();
        attacher.api.awaitCalls(1, on("get", "leases"));

        assertThat(attacher.stop()).isEqualTo(Exit.OK);

        assertThat(attacher.api.calls(on("*", "volumeattachments"))).isEmpty();
        assertThat(holder()).isEqualTo("other");
    }

    @Test
    void aLeaderThatLosesTheLeaseIsCutOffAndFails() throws InterruptedException {
        invariants.expectErrors("lost the lease");
        invariants.expectErrors("cannot attach");
        invariants.expectErrors("cannot tell of the fault");
        var hold = attacher.driver.faults().hold(1, RunningAttacher.PUBLISH);
        attacher.begin(
                "--leader-election",
                "--leader-election-namespace=team",
                "--leader-election-lease-duration=3s",
                "--leader-election-renew-deadline=2s",
                "--leader-election-retry-period=200ms");
        hold.awaitArrival();

        attacher.api.edit("leases", "team", LEASE, lease -> spec(lease).addProperty("holderIdentity", "other"));

        assertThat(attacher.awaitExit()).isEqualTo(Exit.FAILURE);
        assertThat(attacher.api.calls(RunningAttacher.STATUS)).isEmpty();
    }

    /** Another process holds the lease; ours looks by itself every ten minutes only. */
    private void beginBesideLeader() {
        attacher.api.create("""
            {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
             "metadata": {"name": "%s", "namespace": "team"},
             "spec": {"holderIdentity": "other", "leaseDurationSeconds": 3600,
               "acquireTime": "2026-01-01T00:00:00.000000Z", "renewTime": "2026-01-01T00:00:00.000000Z"}}
            """.formatted(LEASE));
        attacher.begin(
                "--leader-election",
                "--leader-election-namespace=team",
                "--leader-election-lease-duration=1h",
                "--leader-election-renew-deadline=30m",
                "--leader-election-retry-period=10m");
    }

    private String holder() {
        var lease = attacher.api.find("leases", "team", LEASE).orElseThrow();
        return spec(lease).get("holderIdentity").getAsString();
    }

    private static JsonObject spec(JsonObject lease) {
        return lease.getAsJsonObject("spec");
    }
}
