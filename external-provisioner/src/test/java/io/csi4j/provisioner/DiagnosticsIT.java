package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.Ports;
import io.csi4j.testkit.Invariants;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DiagnosticsIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    @Test
    void metricsAndHealthAreServedOnceAVolumeIsMade() throws InterruptedException, IOException {
        int port = Ports.free();
        try (var provisioner = RunningProvisioner.start(
                        "--http-endpoint=localhost:" + port, "--leader-election", "--enable-pprof");
                var http = HttpClient.newHttpClient()) {
            provisioner.createClass("fast", "");
            provisioner.awaitVolume(provisioner.createClaim("data"));

            String metrics = get(http, port, "/metrics").body();

            assertThat(metrics)
                    .contains("controller_persistentvolumeclaim_provision_total{class=\"fast\",source=\"\"} 1")
                    .contains("csi_sidecar_operations_seconds_count{driver_name=\"" + Given.DRIVER
                            + "\",grpc_status_code=\"OK\",method_name=\"/csi.v1.Controller/CreateVolume\"} 1")
                    .contains("workqueue_depth{name=\"claims\"}")
                    .contains("leader_election_master_status{name=\"\"} 1");
            assertThat(get(http, port, "/healthz/leader-election").body()).isEqualTo("ok");
            assertThat(get(http, port, "/debug/pprof/").statusCode()).isEqualTo(200);
            assertThat(get(http, port, "/other").statusCode()).isEqualTo(404);
        }
    }

    /** The health of the lease is on the newer address alone, and only where there is a lease (contract 2.2). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            address         | election                | status
            http-endpoint   | --leader-election       | 200
            http-endpoint   | --leader-election=false | 404
            metrics-address | --leader-election       | 404
            """)
    void theOldAddressHasNoHealthPage(String address, String election, int status)
            throws InterruptedException, IOException {
        int port = Ports.free();
        try (var provisioner = RunningProvisioner.start("--" + address + "=localhost:" + port, election);
                var http = HttpClient.newHttpClient()) {
            provisioner.api.awaitWatches("persistentvolumeclaims", 1);

            assertThat(get(http, port, "/metrics").statusCode()).isEqualTo(200);
            assertThat(get(http, port, "/healthz/leader-election").statusCode()).isEqualTo(status);
            assertThat(get(http, port, "/debug/pprof/").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(HttpClient http, int port, String path)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
