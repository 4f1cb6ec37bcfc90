package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

    @Test
    void aDriverThatRefusesToTellItsNameEndsTheStart() throws InterruptedException {
        assertStartFails("GetPluginInfo", Status.INTERNAL, "GetPluginInfo failed: rpc error: code = Internal");
    }

    @Test
    void aDriverWithoutControllerCapabilitiesEndsTheStart() throws InterruptedException {
        assertStartFails("ControllerGetCapabilities", Status.UNIMPLEMENTED, "ControllerGetCapabilities failed");
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

    private static void assertStartFails(String call, Status answer, String message) throws InterruptedException {
        try (var provisioner = RunningProvisioner.prepared()) {
            provisioner.driver.faults().failAll(DriverCall.on(call), answer);
            provisioner.begin();

            var fault = provisioner.awaitFault();

            assertThat(fault).hasMessageContaining(message);
            assertThat(fault.exit()).isEqualTo(Exit.FATAL);
        }
    }
}
