package io.csi4j.resizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.Ports;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.HttpReply;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverTraits;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class DiagnosticsIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    @Test
    void metricsAndHealthAreServed() throws InterruptedException, IOException {
        int port = Ports.free();
        try (var resizer = RunningResizer.start("--http-endpoint=127.0.0.1:" + port, "--leader-election")) {
            resizer.createBound("data");
            resizer.request("data", "2Gi");
            resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");

            assertThat(HttpReply.get(port, "/metrics").body())
                    .contains("csi_sidecar_operations_seconds_count{driver_name=\"" + Given.DRIVER
                            + "\",grpc_status_code=\"OK\",method_name=\"/csi.v1.Controller/ControllerExpandVolume\"} 1")
                    .contains("workqueue_depth{name=\"" + Given.DRIVER + "-pvc\"}")
                    .contains("leader_election_master_status{name=\"");
            assertThat(HttpReply.get(port, "/healthz/leader-election").line()).isEqualTo("200 ok");
            assertThat(HttpReply.get(port, "/other").status()).isEqualTo(404);
        }
    }

    @Test
    void aDriverThatTookOverFromAPluginHasOneLabelMore() throws InterruptedException, IOException {
        int port = Ports.free();
        var traits = DriverTraits.plain("ebs.csi.aws.com").with(RPC.Type.EXPAND_VOLUME);
        try (var resizer = RunningResizer.prepared(traits).begin("--http-endpoint=127.0.0.1:" + port)) {
            resizer.api.awaitWatches("persistentvolumes", 1);

            assertThat(HttpReply.get(port, "/metrics").body())
                    .contains("csi_sidecar_operations_seconds_count{driver_name=\"ebs.csi.aws.com\","
                            + "grpc_status_code=\"OK\",method_name=\"/csi.v1.Controller/ControllerGetCapabilities\","
                            + "migrated=\"false\"} 1");
        }
    }

    @Test
    void theDeprecatedAddressHasNoHealthPage() throws InterruptedException, IOException {
        int port = Ports.free();
        try (var resizer = RunningResizer.start(
                "--metrics-address=127.0.0.1:" + port, "--metrics-path=/numbers", "--leader-election")) {
            resizer.createBound("data");
            resizer.request("data", "2Gi");
            resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");

            assertThat(HttpReply.get(port, "/numbers").status()).isEqualTo(200);
            assertThat(HttpReply.get(port, "/healthz/leader-election").status()).isEqualTo(404);
        }
    }
}
