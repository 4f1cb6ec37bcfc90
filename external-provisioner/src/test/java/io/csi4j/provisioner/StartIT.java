package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.GetPluginInfoResponse;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StartIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    /** Contract 2.1, steps 4 to 9; the last is asked of a driver beside us only. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            call                      | answer            | exit    | message
            Probe                     | INTERNAL          | FAILURE | probe failed: rpc error: code = Internal
            GetPluginInfo             | INTERNAL          | FATAL   | GetPluginInfo failed: rpc error: code = Internal
            GetPluginCapabilities     | PERMISSION_DENIED | FATAL   | GetPluginCapabilities failed
            ControllerGetCapabilities | UNIMPLEMENTED     | FATAL   | ControllerGetCapabilities failed
            NodeGetInfo               | INTERNAL          | FATAL   | NodeGetInfo failed
            """)
    void aDriverThatRefusesEndsTheStart(String call, Status.Code answer, Exit exit, String message)
            throws InterruptedException {
        try (var provisioner = RunningProvisioner.prepared().in(Map.of("NODE_NAME", "n1"))) {
            provisioner.driver.faults().failAll(DriverCall.on(call), answer.toStatus());
            provisioner.begin("--node-deployment");

            var fault = provisioner.awaitFault();

            assertThat(fault).hasMessageContaining(message);
            assertThat(fault.exit()).isEqualTo(exit);
        }
    }

    @Test
    void aDriverWithoutANameEndsTheStart() throws InterruptedException {
        try (var provisioner = RunningProvisioner.prepared()) {
            provisioner.driver.editReplies(
                    DriverCall.on("GetPluginInfo"), _ -> GetPluginInfoResponse.getDefaultInstance());
            provisioner.begin();

            var fault = provisioner.awaitFault();

            assertThat(fault).hasMessageContaining("driver name is empty");
            assertThat(fault.exit()).isEqualTo(Exit.FATAL);
        }
    }

    /** {@code KUBECONFIG} goes before the flag: contract section 1. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            environment            | named
            KUBECONFIG=/nowhere/of | /nowhere/of
            KUBECONFIG=            | /nowhere/flag
            ''                     | /nowhere/flag
            """)
    void aKubeconfigThatIsNotThereEndsTheStart(String environment, String named) throws InterruptedException {
        try (var provisioner = RunningProvisioner.prepared().in(Given.pairs(environment))) {
            provisioner.begin("--kubeconfig=/nowhere/flag");

            var fault = provisioner.awaitFault();

            assertThat(fault).hasMessageContaining(named);
            assertThat(fault.exit()).isEqualTo(Exit.FATAL);
        }
    }

    /** A claim that names an attributes class nobody has made fails where it is honoured (contract section 1). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            served | discovery | gate                                        | honoured
            true   | true      | ''                                          | true
            false  | true      | ''                                          | false
            false  | false     | ''                                          | true
            false  | true      | --feature-gates=VolumeAttributesClass=true  | true
            true   | true      | --feature-gates=VolumeAttributesClass=false | false
            """)
    void attributesClassesAreHonouredWhereTheClusterHasThem(
            boolean served, boolean discovery, String gate, boolean honoured) throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        invariants.expectErrors("cannot tell whether the cluster has a kind");
        var traits = RunningProvisioner.TRAITS.with(RPC.Type.MODIFY_VOLUME);
        try (var provisioner = RunningProvisioner.prepared(traits)) {
            if (!served) {
                provisioner.api.withdraw("volumeattributesclasses");
            }
            if (!discovery) {
                provisioner
                        .api
                        .faults()
                        .failAll(call -> call.path().endsWith("/apis/storage.k8s.io/v1"), ApiFailure.forbidden("no"));
            }
            provisioner.begin(gate.isEmpty() ? new String[0] : new String[] {gate});
            provisioner.createClass("fast", "");

            String uid = provisioner.createClaim("data", "", ", \"volumeAttributesClassName\": \"gold\"");

            if (honoured) {
                provisioner.awaitEvent("ProvisioningFailed", "VolumeAttributesClass gold");
                assertThat(provisioner.calls(CreateVolumeRequest.class)).isEmpty();
            } else {
                assertThat(provisioner.awaitVolume(uid).getAsJsonObject("spec").has("volumeAttributesClassName"))
                        .isFalse();
            }
        }
    }

    @Test
    void withTheGateOffTopologyIsNotLookedAt() throws InterruptedException {
        var traits = RunningProvisioner.TRAITS.at(Map.of("zone", "a"));
        try (var provisioner = RunningProvisioner.prepared(traits).begin("--feature-gates=Topology=false")) {
            provisioner.createClass("fast", "");

            var volume = provisioner.awaitVolume(provisioner.createClaim("data"));

            assertThat(volume.getAsJsonObject("spec").has("nodeAffinity")).isFalse();
            assertThat(provisioner.calls(CreateVolumeRequest.class))
                    .noneMatch(CreateVolumeRequest::hasAccessibilityRequirements);
            assertThat(provisioner.api.calls(call ->
                            call.plural().equals("nodes") || call.plural().equals("csinodes")))
                    .isEmpty();
        }
    }

    @Test
    void aPortThatIsTakenEndsTheStart() throws IOException, InterruptedException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var provisioner = RunningProvisioner.start("--http-endpoint=127.0.0.1:" + taken.getLocalPort())) {
            assertThat(provisioner.awaitFault().exit()).isEqualTo(Exit.FATAL);
        }
    }

    @Test
    void twoAddressesEndTheStart() throws InterruptedException {
        try (var provisioner =
                RunningProvisioner.start("--http-endpoint=127.0.0.1:0", "--metrics-address=127.0.0.1:0")) {
            assertThat(provisioner.awaitFault().exit()).isEqualTo(Exit.FAILURE);
        }
    }

    @Test
    void aDriverThatIsSlowToAnswerIsAskedAgain() throws InterruptedException {
        try (var provisioner = RunningProvisioner.prepared()) {
            provisioner.driver.faults().fail(1, DriverCall.on("GetPluginInfo"), Status.UNAVAILABLE);
            provisioner.begin();
            provisioner.createClass("fast", "");

            provisioner.awaitVolume(provisioner.createClaim("data"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--kube-api-qps=0", "--kube-api-qps=-1", "--kube-api-burst=0"})
    void aLimitOfNothingIsALimitOfClientGo(String limit) throws InterruptedException {
        try (var provisioner = RunningProvisioner.start(limit)) {
            provisioner.createClass("fast", "");

            provisioner.awaitVolume(provisioner.createClaim("data"));
        }
    }

    @Test
    void aDriverThatMakesNoVolumesFailsEachClaim() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        try (var provisioner =
                RunningProvisioner.prepared(RunningProvisioner.TRAITS.serving()).begin()) {
            provisioner.createClass("fast", "");

            provisioner.createClaim("data");

            provisioner.awaitEvent("ProvisioningFailed", "has no controller service");
            assertThat(provisioner.calls(CreateVolumeRequest.class)).isEmpty();
        }
    }

    @Test
    void toldToEndWhileTheDriverIsMissingItEnds() {
        try (var provisioner = RunningProvisioner.prepared()) {
            provisioner.driver.stop();
            provisioner.begin();

            assertThat(provisioner.stop()).isEqualTo(Exit.OK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Probe", "GetPluginInfo", "GetPluginCapabilities", "ControllerGetCapabilities"})
    void toldToEndWhileTheDriverIsSilentItEnds(String call) throws InterruptedException {
        try (var provisioner = RunningProvisioner.prepared()) {
            var hold = provisioner.driver.faults().hold(1, DriverCall.on(call));
            provisioner.begin("--timeout=1h");
            hold.awaitArrival();

            assertThat(provisioner.stop()).isEqualTo(Exit.OK);
        }
    }
}
