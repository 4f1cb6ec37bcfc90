package io.csi4j.resizer;

import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.Ports;
import io.csi4j.spec.v1.ControllerExpandVolumeRequest;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.HttpReply;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Volumes of in-tree plugins, for the driver that took over: contract external-resizer.md, 3 and 4.4. */
@Timeout(60)
class InTreeIT {
    private static final String DRIVER = "ebs.csi.aws.com";
    private static final DriverTraits TRAITS =
            DriverTraits.plain(DRIVER).with(RPC.Type.EXPAND_VOLUME, RPC.Type.MODIFY_VOLUME);

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    @Test
    void aVolumeOfThePluginGrowsByTheHandleTheDriverKnows() throws InterruptedException, IOException {
        int port = Ports.free();
        try (var resizer = RunningResizer.prepared(TRAITS)) {
            resizer.addToDriver("vol-7");
            resizer.createInTree("data", DRIVER, "aws://eu-west-1a/vol-7");
            resizer.begin("--http-endpoint=127.0.0.1:" + port);

            resizer.request("data", "2Gi");

            resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
            assertThat(resizer.driver.calls(DriverCall.on("ControllerExpandVolume")))
                    .singleElement()
                    .satisfies(call -> {
                        var request = call.request(ControllerExpandVolumeRequest.class);
                        assertThat(request.getVolumeId()).isEqualTo("vol-7");
                        assertThat(request.getCapacityRange().getRequiredBytes())
                                .isEqualTo(2L << 30);
                    });
            resizer.api.await(
                    "persistentvolumes",
                    "",
                    "pv-data",
                    volume -> volume.getAsJsonObject("spec").has("awsElasticBlockStore")
                            && !volume.getAsJsonObject("spec").has("csi"));
            assertThat(HttpReply.get(port, "/metrics").body())
                    .contains("method_name=\"/csi.v1.Controller/ControllerExpandVolume\",migrated=\"true\"} 1");
        }
    }

    @Test
    void aVolumeThePluginNamedWronglyEndsInAnEvent() throws InterruptedException {
        invariants.expectErrors("claim is not expanded yet");
        try (var resizer = RunningResizer.prepared(TRAITS)) {
            resizer.createInTree("data", DRIVER, "nonsense");
            resizer.begin();

            resizer.request("data", "2Gi");

            resizer.awaitEvent("VolumeResizeFailed", "need a volume id such as vol-1");
            assertThat(resizer.driver.calls(DriverCall.on("ControllerExpandVolume")))
                    .isEmpty();
        }
    }

    /** Contract 7.1. */
    @Test
    void aVolumeOfThePluginIsNeverModified() throws InterruptedException {
        try (var resizer = RunningResizer.prepared(TRAITS)) {
            resizer.addToDriver("vol-7");
            resizer.createInTree("data", DRIVER, "vol-7");
            resizer.createClass("gold", DRIVER);
            resizer.begin();

            resizer.wantClass("data", "gold");
            resizer.request("data", "2Gi");

            resizer.awaitEvent("VolumeResizeSuccessful", "pv-data");
            assertThat(resizer.driver.calls(DriverCall.on("ControllerModifyVolume")))
                    .isEmpty();
            assertThat(resizer.api.calls(on("patch", "*"))).isNotEmpty();
        }
    }
}
