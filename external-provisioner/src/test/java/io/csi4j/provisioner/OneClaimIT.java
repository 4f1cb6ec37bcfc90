package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.lab.Ports;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.testkit.HttpReply;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a claim costs from its making to its end (issue 4; contract section 13): nothing is done twice or for nothing. */
@Timeout(60)
class OneClaimIT {
    private static final Set<String> WATCHING = Set.of("list", "watch");

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    @Test
    void aClaimAndItsVolumeTakeAPassEachTwoWritesTwoEventsAndTwoMoreWritesToGo()
            throws IOException, InterruptedException {
        int port = Ports.free();
        try (var provisioner = RunningProvisioner.start("--http-endpoint=localhost:" + port)) {
            provisioner.createClass("fast", "");
            provisioner.api.awaitWatches("persistentvolumeclaims", 1);
            provisioner.api.awaitWatches("persistentvolumes", 1);
            provisioner.api.forgetCalls();

            liveAndDie(provisioner, "first");
            List<String> requests = requests(provisioner);
            // All that the watches tell of the first is told by the time the second is gone.
            liveAndDie(provisioner, "second");
            String page = HttpReply.get(port, "/metrics").body();

            assertThat(requests)
                    .containsExactlyInAnyOrder(
                            "create events",
                            "create persistentvolumes",
                            "create events",
                            "delete persistentvolumes",
                            "patch persistentvolumes");
            assertThat(page)
                    .contains("workqueue_adds_total{name=\"claims\"} 2\n")
                    .contains("workqueue_adds_total{name=\"volumes\"} 2\n");
            assertThat(provisioner.calls(CreateVolumeRequest.class)).hasSize(2);
            assertThat(provisioner.calls(DeleteVolumeRequest.class)).hasSize(2);
        }
    }

    /** Decisions about single objects are told from {@code -v=3} on: contract common.md, section 4. */
    @Test
    void theLogTellsNothingOfASingleVolumeAtItsStandardLevel() throws InterruptedException {
        try (var provisioner = RunningProvisioner.start()) {
            provisioner.createClass("fast", "");

            liveAndDie(provisioner, "data");

            assertThat(invariants.logLines()).noneMatch(line -> line.contains("volume"));
        }
    }

    /** What the cluster does around us is done here: binding, and releasing the volume of a deleted claim. */
    private static void liveAndDie(RunningProvisioner provisioner, String claim) throws InterruptedException {
        String volume = "pvc-" + provisioner.createClaim(claim);
        provisioner.awaitEvent("ProvisioningSucceeded", volume);
        provisioner.api.edit(
                "persistentvolumes",
                "",
                volume,
                object -> object.getAsJsonObject("metadata")
                        .getAsJsonArray("finalizers")
                        .add("kubernetes.io/pv-protection"));
        provisioner.phase(volume, "Bound");
        provisioner.api.edit(
                "persistentvolumeclaims",
                "team",
                claim,
                object -> object.getAsJsonObject("spec").addProperty("volumeName", volume));
        provisioner.api.delete("persistentvolumeclaims", "team", claim);
        provisioner.release(volume);
        provisioner.api.await(
                "persistentvolumes",
                "",
                volume,
                object -> object.getAsJsonObject("metadata")
                                .getAsJsonArray("finalizers")
                                .size()
                        == 1);
        provisioner.api.edit("persistentvolumes", "", volume, GivenSources::clearFinalizers);
        provisioner.api.awaitGone("persistentvolumes", "", volume);
    }

    /** Everything that was asked of the API server but lists and watches. */
    private static List<String> requests(RunningProvisioner provisioner) {
        return provisioner.api.calls(call -> !call.plural().isEmpty() && !WATCHING.contains(call.verb())).stream()
                .map(OneClaimIT::text)
                .toList();
    }

    private static String text(ApiCall call) {
        return call.verb() + " " + call.plural();
    }
}
