package io.csi4j.provisioner;

import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.lab.Ports;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.testkit.HttpReply;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ElectionIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final String LEASE = "test-csi-example-com";
    private static final String[] FLAGS = {
        "--leader-election",
        "--leader-election-namespace=team",
        "--leader-election-lease-duration=3s",
        "--leader-election-renew-deadline=2s",
        "--leader-election-retry-period=200ms"
    };

    @Test
    void aLostLeaseEndsTheProgramWithAFailure() throws InterruptedException {
        invariants.expectErrors("lost the lease");
        try (var provisioner = RunningProvisioner.start(FLAGS)) {
            provisioner.api.await("leases", "team", LEASE, _ -> true);

            provisioner.api.edit("leases", "team", LEASE, lease -> spec(lease).addProperty("holderIdentity", "other"));

            assertThat(provisioner.awaitExit()).isEqualTo(Exit.FAILURE);
        }
    }

    @Test
    void aLostLeaseCutsRunningCallsOff() throws InterruptedException {
        invariants.expectErrors("lost the lease");
        invariants.expectErrors("no volume for the claim");
        try (var provisioner = RunningProvisioner.start(FLAGS)) {
            var hold = provisioner.driver.faults().hold(1, DriverCall.on("CreateVolume"));
            provisioner.createClass("fast", "");
            provisioner.createClaim("data");
            hold.awaitArrival();

            provisioner.api.edit("leases", "team", LEASE, lease -> spec(lease).addProperty("holderIdentity", "other"));

            assertThat(provisioner.awaitExit()).isEqualTo(Exit.FAILURE);
            assertThat(provisioner.api.list("persistentvolumes")).isEmpty();
        }
    }

    @Test
    void aLostDriverEndsTheProgramWithAFailureAndTheLeaseIsGivenBack() throws InterruptedException {
        invariants.expectErrors("connection to the driver");
        invariants.expectErrors("termination log");
        invariants.expectErrors("Lost connection to CSI driver, exiting");
        try (var provisioner = RunningProvisioner.start(FLAGS)) {
            provisioner.api.awaitWatches("persistentvolumeclaims", 1);

            provisioner.driver.stop();

            assertThat(provisioner.awaitExit()).isEqualTo(Exit.FAILURE);
            assertThat(spec(provisioner.api.find("leases", "team", LEASE).orElseThrow())
                            .get("holderIdentity")
                            .getAsString())
                    .isEmpty();
        }
    }

    /** Contract 2.1, step 11, and 2.2. */
    @Test
    void aStandbyServesItsPages() throws IOException, InterruptedException {
        int port = Ports.free();
        try (var provisioner = besideLeader("--http-endpoint=localhost:" + port)) {
            provisioner.api.awaitCalls(1, on("get", "leases"));

            assertThat(HttpReply.get(port, "/metrics").body()).contains("leader_election_master_status{name=\"\"} 0");
            assertThat(HttpReply.get(port, "/healthz/leader-election").line()).isEqualTo("200 ok");
        }
    }

    @Test
    void aStandbyWorksOnNothingAndEndsWhenAsked() throws InterruptedException {
        try (var provisioner = besideLeader()) {
            provisioner.createClass("fast", "");
            provisioner.createClaim("data");
            provisioner.api.awaitCalls(1, on("get", "leases"));

            assertThat(provisioner.stop()).isEqualTo(Exit.OK);

            assertThat(provisioner.api.calls(on("*", "persistentvolumeclaims"))).isEmpty();
            assertThat(spec(provisioner.api.find("leases", "team", LEASE).orElseThrow())
                            .get("holderIdentity")
                            .getAsString())
                    .isEqualTo("other");
        }
    }

    @Test
    void aReleasedLeaseIsTakenAtOnce() throws InterruptedException {
        try (var provisioner = besideLeader()) {
            provisioner.createClass("fast", "");
            String uid = provisioner.createClaim("data");
            provisioner.api.awaitCalls(1, on("get", "leases"));

            provisioner.api.edit("leases", "team", LEASE, lease -> spec(lease).addProperty("holderIdentity", ""));

            provisioner.awaitVolume(uid);
        }
    }

    @Test
    void timesThatCannotWorkMatterOnlyToAnElection() throws InterruptedException {
        String tooShort = "--leader-election-lease-duration=8s";
        try (var provisioner = RunningProvisioner.start(tooShort)) {
            provisioner.createClass("fast", "");

            provisioner.awaitVolume(provisioner.createClaim("data"));
        }
        try (var provisioner = RunningProvisioner.start(tooShort, "--leader-election")) {
            var fault = provisioner.awaitFault();

            assertThat(fault).hasMessageContaining("need lease > renew > 1.2 x retry > 0, got 8s, 10s, 5s");
            assertThat(fault.exit()).isEqualTo(Exit.FAILURE);
        }
    }

    /** Beside another process that holds the lease; ours looks by itself every ten minutes only. */
    private static RunningProvisioner besideLeader(String... more) {
        var provisioner = RunningProvisioner.prepared();
        provisioner.api.create("""
            {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
             "metadata": {"name": "%s", "namespace": "team"},
             "spec": {"holderIdentity": "other", "leaseDurationSeconds": 3600,
               "acquireTime": "2026-01-01T00:00:00.000000Z", "renewTime": "2026-01-01T00:00:00.000000Z"}}
            """.formatted(LEASE));
        var flags = Stream.of(
                "--leader-election",
                "--leader-election-namespace=team",
                "--leader-election-lease-duration=1h",
                "--leader-election-renew-deadline=30m",
                "--leader-election-retry-period=10m");
        return provisioner.begin(Stream.concat(flags, Stream.of(more)).toArray(String[]::new));
    }

    private static JsonObject spec(JsonObject lease) {
        return lease.getAsJsonObject("spec");
    }
}
