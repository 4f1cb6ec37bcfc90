package io.csi4j.resizer;

import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.NodeServiceCapability;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.grpc.Status;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StartIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final DriverTraits PLAIN = DriverTraits.plain(Given.DRIVER);

    @ParameterizedTest
    @ValueSource(strings = {"GetPluginInfo", "GetPluginCapabilities", "ControllerGetCapabilities"})
    void aDriverThatDoesNotAnswerEndsTheStart(String call) throws InterruptedException {
        try (var resizer = RunningResizer.prepared(RunningResizer.TRAITS)) {
            resizer.driver.faults().failAll(DriverCall.on(call), Status.INTERNAL);
            resizer.begin();

            var fault = resizer.awaitFault();

            assertThat(fault).hasMessageContaining(call + " failed: rpc error: code = Internal");
            assertThat(fault.exit()).isEqualTo(Exit.FAILURE);
        }
    }

    @Test
    void aDriverWithoutControllerServiceEndsTheStart() throws InterruptedException {
        assertStartFails(RunningResizer.TRAITS.serving(), "has no controller service", Exit.FAILURE);
    }

    @Test
    void aDriverThatCanNeitherResizeNorModifyIsFatal() throws InterruptedException {
        assertStartFails(PLAIN, "can neither resize nor modify volumes", Exit.FATAL);
    }

    @Test
    void aDriverThatExpandsOnItsNodesIsNotCalled() throws InterruptedException {
        var traits = new DriverTraits(
                PLAIN.name(),
                PLAIN.services(),
                PLAIN.controller(),
                Set.of(NodeServiceCapability.RPC.Type.EXPAND_VOLUME),
                PLAIN.segments());
        try (var resizer = RunningResizer.prepared(traits).begin()) {
            resizer.createBound("data");

            resizer.request("data", "2Gi");

            resizer.awaitEvent("FileSystemResizeRequired", "pv-data");
            assertThat(resizer.capacityOfVolume("data")).isEqualTo("2Gi");
            assertThat(resizer.driver.calls(DriverCall.on("ControllerExpandVolume")))
                    .isEmpty();
        }
    }

    @Test
    void aDriverThatOnlyModifiesIdlesWithoutClasses() throws InterruptedException {
        try (var resizer = RunningResizer.prepared(PLAIN.with(RPC.Type.MODIFY_VOLUME))
                .begin("--feature-gates=VolumeAttributesClass=false")) {
            resizer.driver.awaitCalls(1, DriverCall.on("NodeGetCapabilities"));

            assertThat(resizer.stop()).isEqualTo(Exit.OK);

            assertThat(resizer.api.calls(on("*", "persistentvolumeclaims"))).isEmpty();
        }
    }

    @Test
    void aClusterThatDoesNotTellItsKindsIsTakenToHaveClasses() throws InterruptedException {
        invariants.expectErrors("cannot tell whether the cluster has a kind");
        try (var resizer = RunningResizer.prepared(RunningResizer.TRAITS)) {
            resizer.api
                    .faults()
                    .failAll(call -> call.path().endsWith("/apis/storage.k8s.io/v1"), ApiFailure.forbidden("no right"));
            resizer.createClass("gold", Given.DRIVER);
            resizer.begin();
            resizer.createBound("data");

            resizer.wantClass("data", "gold");

            resizer.awaitEvent("VolumeModifySuccessful", "gold");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Probe", "GetPluginInfo", "ControllerGetCapabilities"})
    void anEndAskedForDuringTheStartIsNoFault(String call) throws InterruptedException {
        try (var resizer = RunningResizer.prepared(RunningResizer.TRAITS)) {
            var hold = resizer.driver.faults().hold(1, DriverCall.on(call));
            resizer.begin();
            hold.awaitArrival();

            assertThat(resizer.stop()).isEqualTo(Exit.OK);

            hold.release();
        }
    }

    @Test
    void anExplicitGateIsNotDiscovered() throws InterruptedException {
        try (var resizer = RunningResizer.start("--feature-gates=VolumeAttributesClass=true")) {
            resizer.createClass("gold", Given.DRIVER);
            resizer.createBound("data");

            resizer.wantClass("data", "gold");

            resizer.awaitEvent("VolumeModifySuccessful", "gold");
            assertThat(resizer.api.calls(call -> call.path().endsWith("/apis/storage.k8s.io/v1")))
                    .isEmpty();
        }
    }

    @Test
    void aForcedGateWithoutTheKindDoesNotHoldExpansionUp() throws InterruptedException {
        try (var resizer = RunningResizer.prepared(RunningResizer.TRAITS)) {
            resizer.api.withdraw("volumeattributesclasses");
            resizer.begin("--feature-gates=VolumeAttributesClass=true");
            resizer.createBound("data");

            resizer.request("data", "2Gi");

            resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        }
    }

    @Test
    void aRunningExpansionIsFinishedBeforeTheEnd() throws InterruptedException {
        try (var resizer = RunningResizer.start()) {
            var hold = resizer.driver.faults().hold(1, DriverCall.on("ControllerExpandVolume"));
            resizer.createBound("data");
            resizer.request("data", "2Gi");
            hold.awaitArrival();

            Thread.ofVirtual().start(hold::release);

            assertThat(resizer.stop()).isEqualTo(Exit.OK);
            assertThat(resizer.capacityOfVolume("data")).isEqualTo("2Gi");
        }
    }

    @Test
    void aLeaderTakesUpstreamsLease() throws InterruptedException {
        try (var resizer = RunningResizer.start("--leader-election", "--leader-election-namespace=team")) {
            resizer.api.await("leases", "team", "external-resizer-test-csi-example-com", _ -> true);
            resizer.createBound("data");

            resizer.request("data", "2Gi");

            resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
        }
    }

    @Test
    void aLostLeaseEndsTheProgramWithAFailure() throws InterruptedException {
        invariants.expectErrors("lost the lease");
        try (var resizer = RunningResizer.start(
                "--leader-election",
                "--leader-election-namespace=team",
                "--leader-election-lease-duration=3s",
                "--leader-election-renew-deadline=2s",
                "--leader-election-retry-period=200ms")) {
            String lease = "external-resizer-test-csi-example-com";
            resizer.api.await("leases", "team", lease, _ -> true);

            resizer.api.edit(
                    "leases",
                    "team",
                    lease,
                    object -> object.getAsJsonObject("spec").addProperty("holderIdentity", "other"));

            assertThat(resizer.awaitExit()).isEqualTo(Exit.FAILURE);
        }
    }

    private static void assertStartFails(DriverTraits traits, String message, Exit exit) throws InterruptedException {
        try (var resizer = RunningResizer.prepared(traits).begin()) {
            var fault = resizer.awaitFault();

            assertThat(fault).hasMessageContaining(message);
            assertThat(fault.exit()).isEqualTo(exit);
        }
    }
}
