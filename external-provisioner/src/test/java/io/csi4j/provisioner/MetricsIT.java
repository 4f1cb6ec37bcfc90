package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.Ports;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.HttpReply;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What dashboards and alerts are built on: every family by name, kind, labels and buckets (contract section 10). */
@Timeout(60)
class MetricsIT {
    private static final String CALLS = "0.1 0.25 0.5 1 2.5 5 10 15 25 50 120 300 600 +Inf";
    private static final String USUAL = "0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 10 +Inf";
    private static final String QUEUE = "1e-08 1e-07 1e-06 1e-05 0.0001 0.001 0.01 0.1 1 10 +Inf";
    private static final String CLAIM = "controller_persistentvolumeclaim_provision_";
    private static final String VOLUME = "controller_persistentvolume_delete_";

    private static final List<Family> FAMILIES = List.of(
            new Family(
                    "csi_sidecar_operations_seconds", "histogram", "driver_name grpc_status_code method_name", CALLS),
            new Family(CLAIM + "total", "counter", "class source", ""),
            new Family(CLAIM + "failed_total", "counter", "class source", ""),
            new Family(CLAIM + "duration_seconds", "histogram", "class source", USUAL),
            new Family(VOLUME + "total", "counter", "class", ""),
            new Family(VOLUME + "failed_total", "counter", "class", ""),
            new Family(VOLUME + "duration_seconds", "histogram", "class", USUAL),
            new Family("csistoragecapacities_desired_goal", "gauge", "", ""),
            new Family("csistoragecapacities_desired_current", "gauge", "", ""),
            new Family("csistoragecapacities_obsolete", "gauge", "", ""),
            new Family("workqueue_depth", "gauge", "name", ""),
            new Family("workqueue_adds_total", "counter", "name", ""),
            new Family("workqueue_queue_duration_seconds", "histogram", "name", QUEUE),
            new Family("workqueue_work_duration_seconds", "histogram", "name", QUEUE),
            new Family("workqueue_unfinished_work_seconds", "gauge", "name", ""),
            new Family("workqueue_longest_running_processor_seconds", "gauge", "name", ""),
            new Family("workqueue_retries_total", "counter", "name", ""),
            new Family("leader_election_master_status", "gauge", "name", ""));

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private record Family(String name, String kind, String labels, String buckets) {}

    @Test
    void everyFamilyIsThereAsDashboardsKnowIt() throws IOException, InterruptedException {
        String page = pageOfABusyProvisioner();

        assertThat(FAMILIES).allSatisfy(family -> {
            assertThat(page).contains("# TYPE " + family.name() + " " + family.kind() + "\n");
            var series = page.lines()
                    .filter(line -> line.matches(family.name() + "(_bucket|_sum|_count)?[{ ].*"))
                    .toList();
            assertThat(series).isNotEmpty();
            assertThat(series).allSatisfy(line -> assertThat(labels(line)).isEqualTo(family.labels()));
            assertThat(buckets(series)).isEqualTo(family.buckets());
        });
        for (String queue : List.of("claims", "volumes", "unsavedpvs", "csitopology", "csistoragecapacity")) {
            assertThat(page).contains("workqueue_depth{name=\"" + queue + "\"} 0\n");
        }
        assertThat(page)
                .contains("csistoragecapacities_desired_goal 1\n")
                .contains("csistoragecapacities_desired_current 1\n")
                .contains("csistoragecapacities_obsolete 0\n")
                .contains(CLAIM + "failed_total{class=\"fast\",source=\"\"} 1\n")
                .contains(VOLUME + "failed_total{class=\"fast\"} 1\n");
    }

    private String pageOfABusyProvisioner() throws IOException, InterruptedException {
        invariants.expectErrors("no volume for the claim");
        invariants.expectErrors("volume is not done yet");
        int port = Ports.free();
        var traits = RunningProvisioner.TRAITS.with(RPC.Type.GET_CAPACITY);
        try (var provisioner = RunningProvisioner.prepared(traits).in(Map.of("NAMESPACE", "team"))) {
            provisioner.api.create("{\"apiVersion\": \"v1\", \"kind\": \"Node\", \"metadata\": {\"name\": \"n1\"}}");
            provisioner.api.create("""
                {"apiVersion": "storage.k8s.io/v1", "kind": "CSINode", "metadata": {"name": "n1"},
                 "spec": {"drivers": [{"name": "%s", "nodeID": "n1"}]}}
                """.formatted(Given.DRIVER));
            provisioner.driver.faults().fail(1, DriverCall.on("CreateVolume"), Status.INTERNAL);
            provisioner.driver.faults().fail(1, DriverCall.on("DeleteVolume"), Status.INTERNAL);
            provisioner.begin(
                    "--http-endpoint=localhost:" + port,
                    "--leader-election",
                    "--enable-capacity",
                    "--capacity-for-immediate-binding",
                    "--capacity-ownerref-level=-1",
                    "--kube-api-capacity-qps=-1");
            provisioner.createClass("fast", "");
            String uid = provisioner.createClaim("data");
            provisioner.awaitVolume(uid);
            provisioner.api.awaitAll("csistoragecapacities", all -> all.size() == 1);
            provisioner.api.delete("persistentvolumeclaims", "team", "data");
            provisioner.release("pvc-" + uid);
            provisioner.api.awaitGone("persistentvolumes", "", "pvc-" + uid);
            return idlePage(port);
        }
    }

    /** Once no queue has work: what was done last shows a moment later. */
    private static String idlePage(int port) throws IOException {
        String page;
        do {
            page = HttpReply.get(port, "/metrics").body();
        } while (page.lines().anyMatch(line -> line.matches("workqueue_(depth|unfinished_work_seconds).* .*[1-9].*")));
        return page;
    }

    /** Names of a line's labels but that of its bucket. */
    private static String labels(String line) {
        return LABEL.matcher(line)
                .results()
                .map(label -> label.group(1))
                .filter(name -> !name.equals("le"))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** Upper bounds, in the order of the page. */
    private static String buckets(List<String> series) {
        return series.stream()
                .flatMap(line -> LABEL.matcher(line).results())
                .filter(label -> label.group(1).equals("le"))
                .map(label -> label.group(2))
                .distinct()
                .collect(Collectors.joining(" "));
    }
}
