package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.testkit.ChildProgram;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever happens to the program between CreateVolume and the volume's object, no volume is left behind (issue 486). */
@Timeout(120)
class DurableIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final Predicate<DriverCall> CREATE = DriverCall.on("CreateVolume");
    private static final String CLAIMS = "persistentvolumeclaims";
    private static final String MARK = "csi4j.io/provisioning";

    private final RunningProvisioner cluster =
            RunningProvisioner.prepared(RunningProvisioner.TRAITS.with(RPC.Type.CREATE_DELETE_SNAPSHOT));
    private final GivenSources given = new GivenSources(cluster.api);

    @BeforeEach
    void createClass() {
        cluster.createClass("fast", "");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aKillBeforeTheVolumeIsSavedLeavesNothingThoughTheClaimIsDeletedMeanwhile()
            throws IOException, InterruptedException {
        cluster.api.faults().failAll(ApiCall.on("create", "persistentvolumes"), ApiFailure.unavailable());
        String uid;
        try (var killed = child()) {
            uid = cluster.createClaim("data");
            cluster.api.awaitCalls(1, ApiCall.on("create", "persistentvolumes"));
            killed.signal("KILL");
            killed.end();
        }
        assertThat(cluster.volumesMade()).containsExactly("pvc-" + uid);
        cluster.api.delete(CLAIMS, "team", "data");
        cluster.api.faults().clear();

        try (var next = child()) {
            cluster.awaitVolume(uid);
            cluster.api.awaitGone(CLAIMS, "team", "data");
            cluster.release("pvc-" + uid);
            cluster.api.awaitGone("persistentvolumes", "", "pvc-" + uid);
            next.signal("TERM");
            assertThat(next.end().code()).isZero();
        }

        assertThat(cluster.volumesMade()).isEmpty();
    }

    @Test
    void aKillDuringACallIsFollowedByTheSameCallThoughItsSnapshotIsGone() throws IOException, InterruptedException {
        given.snapshot("s", true);
        cluster.driver.faults().failAll(CREATE, Status.UNAVAILABLE);
        String uid;
        try (var killed = child()) {
            uid = cluster.createClaim("data", "", GivenSources.fromSnapshot("s"));
            cluster.driver.awaitCalls(1, CREATE);
            killed.signal("KILL");
            killed.end();
        }
        cluster.api.edit("volumesnapshots", "team", "s", GivenSources::clearFinalizers);
        cluster.api.delete("volumesnapshots", "team", "s");
        cluster.api.awaitGone("volumesnapshots", "team", "s");
        cluster.driver.faults().clear();

        try (var next = child()) {
            cluster.awaitVolume(uid);
            given.awaitFinalizers(CLAIMS, "data", List.of());
            next.signal("TERM");
            next.end();
        }

        var calls = cluster.calls(CreateVolumeRequest.class);
        assertThat(calls).hasSizeGreaterThan(1).containsOnly(calls.getFirst());
    }

    @Test
    void aClaimIsMarkedForTheCallAndUnmarkedWhenItsVolumeIsSaved() throws InterruptedException {
        var creation = cluster.driver.faults().hold(1, CREATE);
        cluster.begin("--durable-provisioning");
        String uid = cluster.createClaim("data");
        creation.awaitArrival();
        assertThat(given.finalizers(CLAIMS, "data")).containsExactly(MARK);

        creation.release();

        cluster.awaitVolume(uid);
        given.awaitFinalizers(CLAIMS, "data", List.of());
        assertThat(annotations("data").keySet()).noneMatch(key -> key.startsWith("csi4j.io/"));
        assertThat(cluster.api.calls(ApiCall.on("update", CLAIMS))).hasSize(2);
    }

    @Test
    void aFinalAnswerTakesTheMarkOffAndBringsNoAttemptForward() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        cluster.driver.faults().failAll(CREATE, Status.INTERNAL);
        cluster.begin("--durable-provisioning", "--retry-interval-start=1h", "--retry-interval-max=1h");
        cluster.createClaim("data");
        cluster.api.awaitCalls(2, ApiCall.on("update", CLAIMS));
        given.awaitFinalizers(CLAIMS, "data", List.of());
        cluster.driver.faults().clear();
        cluster.awaitVolume(cluster.createClaim("next"));
        assertThat(cluster.driver.calls(CREATE)).hasSize(2);

        cluster.api.delete(CLAIMS, "team", "data");

        cluster.api.awaitGone(CLAIMS, "team", "data");
    }

    @Test
    void aMarkOfAnEarlierProcessIsHonouredWithoutTheFlagAndOutlastsFaultsBeforeTheCall() throws InterruptedException {
        invariants.expectErrors("claim waits for its class");
        String uid = cluster.createClaim("data", "", ", \"storageClassName\": \"late\"");
        cluster.api.edit(CLAIMS, "team", "data", object -> GivenSources.setFinalizer(object, MARK));
        cluster.api.delete(CLAIMS, "team", "data");
        cluster.begin();
        cluster.awaitVolume(cluster.createClaim("other"));
        assertThat(given.finalizers(CLAIMS, "data")).containsExactly(MARK);

        cluster.createClass("late", "");

        cluster.awaitVolume(uid);
        cluster.api.awaitGone(CLAIMS, "team", "data");
    }

    @Test
    void aMarkOnAClaimBoundToItsOwnVolumeGoesWithoutACall() throws InterruptedException {
        String uid = cluster.createClaim("data");
        cluster.api.edit(CLAIMS, "team", "data", object -> {
            GivenSources.setFinalizer(object, MARK);
            object.getAsJsonObject("spec").addProperty("volumeName", "pvc-" + uid);
        });

        cluster.begin();

        given.awaitFinalizers(CLAIMS, "data", List.of());
        assertThat(cluster.driver.calls(CREATE)).isEmpty();
    }

    @Test
    void marksOfOtherDriversAreLeftAlone() throws InterruptedException {
        given.claimOfOthers("theirs", "", "Pending");
        cluster.api.edit(CLAIMS, "team", "theirs", object -> GivenSources.setFinalizer(object, MARK));
        cluster.api.delete(CLAIMS, "team", "theirs");
        cluster.begin("--durable-provisioning");

        cluster.awaitVolume(cluster.createClaim("data"));

        assertThat(given.finalizers(CLAIMS, "theirs")).containsExactly(MARK);
        assertThat(cluster.driver.calls(CREATE)).hasSize(1);
    }

    @Test
    void withoutTheFlagNoClaimIsWritten() throws InterruptedException {
        cluster.begin();

        cluster.awaitVolume(cluster.createClaim("data"));
        cluster.stop();

        assertThat(cluster.api.calls(ApiCall.on("update", CLAIMS))).isEmpty();
    }

    private ChildProgram child() throws IOException {
        return ChildProgram.start(
                Provisioner.class,
                "--durable-provisioning",
                "--csi-address=" + cluster.driver.address(),
                "--master=" + cluster.api.url(),
                "--retry-interval-start=20ms",
                "--retry-interval-max=100ms");
    }

    private JsonObject annotations(String claim) {
        return cluster.api
                .find(CLAIMS, "team", claim)
                .orElseThrow()
                .getAsJsonObject("metadata")
                .getAsJsonObject("annotations");
    }
}
