package io.csi4j.attacher;

import static io.csi4j.attacher.RunningAttacher.TRAITS;
import static io.csi4j.samples.Samples.anAttachment;
import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.Ports;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.HttpReply;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StartIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    /** The two rows of contract 2.2 that need no attaching. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDriverThatNeedsNoAttachingIsNeverCalled(boolean controller) throws InterruptedException {
        invariants.expectErrors("cannot mark as attached");
        var traits = controller ? TRAITS.without(RPC.Type.PUBLISH_UNPUBLISH_VOLUME) : TRAITS.serving();
        try (var attacher = RunningAttacher.prepared(traits).begin()) {
            attacher.api.faults().fail(1, on("patch", "volumeattachments"), ApiFailure.forbidden("no"));
            attacher.api.create(
                    anAttachment().named("other").of("other.example.com").json());
            attacher.api.create(
                    anAttachment().named("deleted").heldBy("x").deleting().json());
            attacher.api.create(anAttachment().json());

            var attached = attacher.awaitAttached();
            attacher.api.await("volumeattachments", "", "deleted", RunningAttacher::isAttached);

            assertThat(RunningAttacher.finalizers(attached)).isEmpty();
            assertThat(RunningAttacher.status(attached).keySet()).containsExactly("attached");
            assertThat(attacher.publishes()).isEmpty();
            assertThat(attacher.api.calls(on("*", "persistentvolumes"))).isEmpty();
            assertThat(attacher.patches("volumeattachments"))
                    .noneMatch(call -> call.name().equals("other"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GetPluginInfo", "GetPluginCapabilities", "ControllerGetCapabilities"})
    void aDriverThatDoesNotTellWhatItIsEndsTheStart(String call) throws InterruptedException {
        try (var attacher = RunningAttacher.prepared()) {
            attacher.driver.faults().failAll(DriverCall.on(call), Status.UNAVAILABLE);
            attacher.begin();

            var fault = attacher.awaitStartFault();

            assertThat(fault).hasMessageContaining(call + " failed: rpc error: code = Unavailable");
            assertThat(fault.exit()).isEqualTo(Exit.FAILURE);
        }
    }

    @Test
    void aDriverWithoutControllerServiceIsNotAskedForItsCalls() throws InterruptedException {
        try (var attacher = RunningAttacher.prepared(TRAITS.serving()).begin()) {
            attacher.api.awaitWatches("volumeattachments", 1);

            assertThat(attacher.driver.calls(DriverCall.on("ControllerGetCapabilities")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Probe", "GetPluginInfo", "GetPluginCapabilities", "ControllerGetCapabilities"})
    void toldToEndWhileTheDriverIsSilentItEnds(String call) throws InterruptedException {
        try (var attacher = RunningAttacher.prepared()) {
            var hold = attacher.driver.faults().hold(1, DriverCall.on(call));
            attacher.begin("--timeout=1h");
            hold.awaitArrival();

            assertThat(attacher.stop()).isEqualTo(Exit.OK);
        }
    }

    @Test
    void aKubeconfigThatIsNotThereEndsTheStart() throws InterruptedException {
        try (var attacher = RunningAttacher.start("--kubeconfig=/no/such/file")) {
            assertThat(attacher.awaitStartFault().exit()).isEqualTo(Exit.FAILURE);
            assertThat(attacher.driver.calls()).isEmpty();
        }
    }

    @Test
    void aPortThatIsTakenEndsTheStart() throws InterruptedException, IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var attacher = RunningAttacher.start("--http-endpoint=127.0.0.1:" + taken.getLocalPort())) {
            assertThat(attacher.awaitStartFault().exit()).isEqualTo(Exit.FAILURE);
        }
    }

    @Test
    void theMetricsAreServedBeforeTheDriverHasToldWhatItCan() throws InterruptedException, IOException {
        int port = Ports.free();
        try (var attacher = RunningAttacher.prepared()) {
            var hold = attacher.driver.faults().hold(1, DriverCall.on("GetPluginCapabilities"));
            attacher.begin("--http-endpoint=127.0.0.1:" + port);
            hold.awaitArrival();

            assertThat(HttpReply.get(port, "/metrics").body())
                    .contains("driver_name=\"unknown-driver\",grpc_status_code=\"OK\","
                            + "method_name=\"/csi.v1.Identity/GetPluginInfo\"} 1");
        }
    }

    /** No burst of faults about nodes that are only not known yet (contract, edge 4). */
    @Test
    void nothingIsAttachedBeforeTheNodesAreKnown() throws InterruptedException {
        try (var attacher = RunningAttacher.prepared()) {
            attacher.createVolumeAndNode();
            attacher.api.create(anAttachment().json());
            var hold = attacher.api.faults().hold(1, on("*", "csinodes"));
            attacher.begin();
            hold.awaitArrival();
            attacher.api.awaitWatches("volumeattachments", 1);
            attacher.api.awaitWatches("persistentvolumes", 1);

            hold.release();

            attacher.awaitAttached();
            assertThat(attacher.api.calls(RunningAttacher.STATUS)).hasSize(1);
        }
    }

    @Test
    void aRunningPublishIsDrained() throws InterruptedException {
        try (var attacher = RunningAttacher.start()) {
            attacher.createVolumeAndNode();
            var hold = attacher.driver.faults().hold(1, RunningAttacher.PUBLISH);
            attacher.api.create(anAttachment().json());
            hold.awaitArrival();
            Thread.ofVirtual().start(attacher::stop);

            hold.release();

            attacher.awaitAttached();
            assertThat(attacher.awaitExit()).isEqualTo(Exit.OK);
        }
    }

    @Test
    void aLostDriverEndsTheProgramWithAFailure() throws InterruptedException {
        invariants.expectErrors("connection to the driver");
        invariants.expectErrors("termination log");
        invariants.expectErrors("Lost connection to CSI driver, exiting");
        try (var attacher = RunningAttacher.start()) {
            attacher.api.awaitWatches("volumeattachments", 1);

            attacher.driver.stop();

            assertThat(attacher.awaitExit()).isEqualTo(Exit.FAILURE);
        }
    }

    @Test
    void theMetricsKeepTheNamesDashboardsKnow() throws InterruptedException, IOException {
        int port = Ports.free();
        try (var attacher = RunningAttacher.start(
                "--http-endpoint=127.0.0.1:" + port, "--leader-election", "--leader-election-namespace=team")) {
            attacher.createVolumeAndNode();
            attacher.api.create(anAttachment().json());
            attacher.awaitAttached();

            assertThat(HttpReply.get(port, "/metrics").body())
                    .contains(
                            "csi_sidecar_operations_seconds_count{driver_name=\"test.csi4j.io\",grpc_status_code=\"OK\","
                                    + "method_name=\"/csi.v1.Controller/ControllerPublishVolume\"} 1",
                            "workqueue_adds_total{name=\"csi-attacher-va\"}",
                            "workqueue_adds_total{name=\"csi-attacher-pv\"}",
                            "leader_election_master_status");
            assertThat(HttpReply.get(port, "/healthz/leader-election").status()).isEqualTo(200);
        }
    }

    /** Contract, edge 14. */
    @Test
    void theDeprecatedAddressHasNoHealthPage() throws InterruptedException, IOException {
        int port = Ports.free();
        try (var attacher = RunningAttacher.start(
                "--metrics-address=127.0.0.1:" + port, "--metrics-path=/numbers", "--leader-election")) {
            attacher.api.awaitWatches("volumeattachments", 1);

            assertThat(HttpReply.get(port, "/numbers").status()).isEqualTo(200);
            assertThat(HttpReply.get(port, "/healthz/leader-election").status()).isEqualTo(404);
        }
    }

    @Test
    void theResyncLooksAtEverythingAgain() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        try (var attacher = RunningAttacher.prepared()) {
            attacher.createVolumeAndNode();
            attacher.driver.faults().fail(2, RunningAttacher.PUBLISH, Status.INTERNAL);
            attacher.api.create(anAttachment().json());
            attacher.begin("--resync=10ms", "--retry-interval-start=1h", "--retry-interval-max=1h");

            attacher.awaitAttached();
        }
    }
}
