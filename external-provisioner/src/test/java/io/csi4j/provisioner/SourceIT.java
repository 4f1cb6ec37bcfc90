package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.CreateVolumeRequest;
import io.csi4j.spec.v1.CreateVolumeResponse;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.program.TestedProgram;
import io.grpc.Status;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Volumes that do not begin empty: contract section 5. */
@Timeout(60)
class SourceIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private static final Predicate<DriverCall> CREATE = DriverCall.on("CreateVolume");

    private final RunningProvisioner provisioner = RunningProvisioner.prepared(
            RunningProvisioner.TRAITS.with(RPC.Type.CLONE_VOLUME, RPC.Type.CREATE_DELETE_SNAPSHOT));
    private final GivenSources given = new GivenSources(provisioner.api);

    @BeforeEach
    void createClass() {
        provisioner.createClass("fast", "");
    }

    @AfterEach
    void stop() {
        provisioner.close();
    }

    @Test
    void aSnapshotIsRestoredUnderProtectionThatGoesAfterwards() throws InterruptedException {
        given.snapshot("s", true);
        var creation = provisioner.driver.faults().hold(1, CREATE);
        provisioner.begin();
        String uid = provisioner.createClaim("data", "", GivenSources.fromSnapshot("s"));
        creation.awaitArrival();
        assertThat(given.finalizers("volumesnapshots", "s")).containsExactly(GivenSources.SNAPSHOT_FINALIZER);

        creation.release();

        provisioner.awaitVolume(uid);
        assertThat(provisioner.calls(CreateVolumeRequest.class))
                .singleElement()
                .satisfies(call -> assertThat(
                                call.getVolumeContentSource().getSnapshot().getSnapshotId())
                        .isEqualTo("handle-s"));
        given.awaitFinalizers("volumesnapshots", "s", List.of());
    }

    @Test
    void aSnapshotThatBecomesReadyWakesItsClaimAtOnce() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        given.snapshot("s", false);
        provisioner.begin("--retry-interval-start=1h", "--retry-interval-max=1h");
        String uid = provisioner.createClaim("data", "", GivenSources.fromSnapshot("s"));
        provisioner.awaitEvent("ProvisioningFailed", "VolumeSnapshot team/s: the snapshot is not ready to use");
        provisioner.api.awaitWatches("volumesnapshots", 1);

        given.ready("s");

        provisioner.awaitVolume(uid);
    }

    @Test
    void aClaimLargerThanItsSnapshotIsServedAndOnlyTheLogTells() throws InterruptedException {
        given.snapshot("s", true);
        provisioner.api.edit(
                "volumesnapshots",
                "team",
                "s",
                snapshot -> snapshot.getAsJsonObject("status").addProperty("restoreSize", "512Mi"));
        provisioner.begin();

        provisioner.awaitVolume(provisioner.createClaim("data", "", GivenSources.fromSnapshot("s")));

        assertThat(invariants.logLines()).anyMatch(line -> line.contains("claim is larger than its snapshot"));
        assertThat(provisioner.api.calls(TestedProgram.event("ProvisioningFailed", "")))
                .isEmpty();
    }

    @Test
    void aSnapshotThatIsNotThereIsNamed() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        provisioner.begin();

        provisioner.createClaim("data", "", GivenSources.fromSnapshot("s"));

        provisioner.awaitEvent(
                "ProvisioningFailed",
                "cannot use data source VolumeSnapshot team/s: cannot read volumesnapshots team/s: not found");
        assertThat(provisioner.driver.calls(CREATE)).isEmpty();
    }

    @Test
    void whereSnapshotsMayOnlyBeReadTheyAreRestoredUnprotected() throws InterruptedException {
        given.snapshot("s", true);
        provisioner.api.faults().failAll(ApiCall.on("update", "volumesnapshots"), ApiFailure.forbidden("no update"));
        provisioner.api.faults().failAll(ApiCall.on("list", "volumesnapshots"), ApiFailure.forbidden("no list"));
        provisioner.begin();

        String uid = provisioner.createClaim("data", "", GivenSources.fromSnapshot("s"));

        provisioner.awaitVolume(uid);
        assertThat(given.finalizers("volumesnapshots", "s")).isEmpty();
        assertThat(provisioner.api.calls(ApiCall.on("watch", "volumesnapshots")))
                .isEmpty();
    }

    @Test
    void aSnapshotStaysProtectedWhileAnotherClaimIsFilledFromIt() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        given.snapshot("s", true);
        provisioner.begin("--extra-create-metadata");
        provisioner.driver.faults().failAll(GivenSources.createOf("slow"), Status.INTERNAL);
        String slow = provisioner.createClaim("slow", "", GivenSources.fromSnapshot("s"));
        provisioner.awaitEvent("ProvisioningFailed", "Internal");
        String quick = provisioner.createClaim("quick", "", GivenSources.fromSnapshot("s"));
        provisioner.awaitVolume(quick);
        provisioner.awaitEvent("ProvisioningSucceeded", quick);
        assertThat(given.finalizers("volumesnapshots", "s")).containsExactly(GivenSources.SNAPSHOT_FINALIZER);
        given.phase("quick", "Bound");

        provisioner.driver.faults().clear();

        provisioner.awaitVolume(slow);
        given.awaitFinalizers("volumesnapshots", "s", List.of());
    }

    @Test
    void aCallThatMayStillRunIsRepeatedAsItWasThoughItsSnapshotIsGone() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        given.snapshot("s", true);
        provisioner.driver.faults().failAll(CREATE, Status.DEADLINE_EXCEEDED);
        provisioner.begin();
        String uid = provisioner.createClaim("data", "", GivenSources.fromSnapshot("s"));
        provisioner.awaitEvent("ProvisioningFailed", "DeadlineExceeded");
        provisioner.api.edit("volumesnapshots", "team", "s", GivenSources::clearFinalizers);
        provisioner.api.delete("volumesnapshots", "team", "s");
        provisioner.api.awaitGone("volumesnapshots", "team", "s");

        provisioner.driver.faults().clear();

        provisioner.awaitVolume(uid);
        var calls = provisioner.calls(CreateVolumeRequest.class);
        assertThat(calls).hasSizeGreaterThan(1).containsOnly(calls.getFirst());
    }

    @Test
    void theSweepReleasesWhatNobodyRestoresAndLeavesTheRest() throws InterruptedException {
        given.snapshot("idle", true);
        given.snapshot("busy", true);
        given.snapshot("busy-by-ref", true);
        given.snapshot("bound", true);
        for (String name : List.of("idle", "busy", "busy-by-ref", "bound")) {
            provisioner.api.edit("volumesnapshots", "team", name, object -> GivenSources.protect(object, "snapshot"));
        }
        given.claimOfOthers("copying", GivenSources.fromSnapshot("busy"), "Pending");
        given.claimOfOthers(
                "copying-by-ref",
                GivenSources.fromSnapshot("busy-by-ref").replace("dataSource", "dataSourceRef"),
                "Pending");
        given.claimOfOthers("copied", GivenSources.fromSnapshot("bound"), "Bound");

        provisioner.begin("--snapshot-orphan-sweep-interval=20ms");

        given.awaitFinalizers("volumesnapshots", "idle", List.of());
        given.awaitFinalizers("volumesnapshots", "bound", List.of());
        assertThat(given.finalizers("volumesnapshots", "busy")).containsExactly(GivenSources.SNAPSHOT_FINALIZER);
        assertThat(given.finalizers("volumesnapshots", "busy-by-ref")).containsExactly(GivenSources.SNAPSHOT_FINALIZER);
        provisioner.api.delete("persistentvolumeclaims", "team", "copying");
        given.awaitFinalizers("volumesnapshots", "busy", List.of());
    }

    @Test
    void claimsAreServedInAClusterWithoutSnapshots() throws InterruptedException {
        provisioner.api.withdraw("volumesnapshots");
        provisioner.begin();

        provisioner.awaitVolume(provisioner.createClaim("data"));

        provisioner.api.awaitCalls(1, call -> call.path().endsWith("/apis/snapshot.storage.k8s.io/v1"));
        assertThat(provisioner.api.calls(ApiCall.on("*", "volumesnapshots"))).isEmpty();
    }

    @Test
    void aClaimIsClonedAndItsProtectionGoesWhenItIsDeletedAndNobodyCopies() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        given.boundClaim("src", "pv-src");
        provisioner.driver.faults().failAll(CREATE, Status.INTERNAL);
        provisioner.begin();
        String uid = provisioner.createClaim("data", "", GivenSources.fromClaim("src"));
        provisioner.awaitEvent("ProvisioningFailed", "Internal");
        assertThat(given.finalizers("persistentvolumeclaims", "src")).containsExactly(GivenSources.CLONE_FINALIZER);
        provisioner.api.delete("persistentvolumeclaims", "team", "src");

        provisioner.awaitEvent(
                "ProvisioningFailed", "PersistentVolumeClaim team/src: the source claim is being deleted");
        assertThat(provisioner.api.find("persistentvolumeclaims", "team", "src"))
                .isPresent();
        provisioner.api.delete("persistentvolumeclaims", "team", "data");

        provisioner.api.awaitGone("persistentvolumeclaims", "team", "src");
        assertThat(provisioner.calls(CreateVolumeRequest.class))
                .allSatisfy(call -> assertThat(
                                call.getVolumeContentSource().getVolume().getVolumeId())
                        .isEqualTo("handle-src"));
        assertThat(provisioner.volumesMade()).doesNotContain("pvc-" + uid);
    }

    @Test
    void aSourceThatIsBoundWakesItsCloneAtOnce() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        provisioner.begin("--retry-interval-start=1h", "--retry-interval-max=1h");
        given.boundClaim("src", "pv-src");
        given.phase("src", "Pending");
        String uid = provisioner.createClaim("data", "", GivenSources.fromClaim("src"));
        provisioner.awaitEvent("ProvisioningFailed", "PersistentVolumeClaim team/src: the source claim is not bound");

        given.phase("src", "Bound");

        provisioner.awaitVolume(uid);
    }

    /** A driver that can do neither leaves the finalizers of others alone, as upstream does. */
    @Test
    void onlyDriversThatCopyLookAfterSources() throws InterruptedException {
        try (var plain = RunningProvisioner.prepared()) {
            var there = new GivenSources(plain.api);
            there.snapshot("s", true);
            plain.api.edit("volumesnapshots", "team", "s", object -> GivenSources.protect(object, "snapshot"));
            there.boundClaim("src", "pv-src");
            plain.api.edit("persistentvolumeclaims", "team", "src", object -> GivenSources.protect(object, "claim"));
            plain.api.delete("persistentvolumeclaims", "team", "src");
            plain.createClass("fast", "");
            plain.begin("--snapshot-orphan-sweep-interval=20ms");

            plain.awaitVolume(plain.createClaim("data"));

            assertThat(there.finalizers("volumesnapshots", "s")).containsExactly(GivenSources.SNAPSHOT_FINALIZER);
            assertThat(there.finalizers("persistentvolumeclaims", "src")).containsExactly(GivenSources.CLONE_FINALIZER);
        }
        provisioner.begin();
    }

    @Test
    void finalizersThatUpstreamLeftOnClonedClaimsAreTakenOff() throws InterruptedException {
        given.boundClaim("src", "pv-src");
        given.claimOfOthers("other", "", "Bound");
        for (String name : List.of("src", "other")) {
            provisioner.api.edit(
                    "persistentvolumeclaims", "team", name, object -> GivenSources.protect(object, "claim"));
        }
        provisioner.api.delete("persistentvolumeclaims", "team", "src");
        provisioner.begin();

        provisioner.api.awaitGone("persistentvolumeclaims", "team", "src");
        assertThat(given.finalizers("persistentvolumeclaims", "other")).containsExactly(GivenSources.CLONE_FINALIZER);
        provisioner.api.delete("persistentvolumeclaims", "team", "other");
        provisioner.api.awaitGone("persistentvolumeclaims", "team", "other");
    }

    @Test
    void whyAVolumeCannotBeClonedIsForTheLogAlone() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        invariants.expectErrors("the volume is Released");
        given.boundClaim("src", "pv-src");
        provisioner.release("pv-src");
        provisioner.begin();

        provisioner.createClaim("data", "", GivenSources.fromClaim("src"));

        provisioner.awaitEvent(
                "ProvisioningFailed",
                "cannot use data source PersistentVolumeClaim team/src:"
                        + " the volume of the source claim cannot be cloned");
    }

    @Test
    void anotherNamespaceNeedsTheGate() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        provisioner.begin();

        provisioner.createClaim("data", "", GivenSources.fromClaimOf("shop", "src"));

        provisioner.awaitEvent("ProvisioningFailed", "needs the feature gate CrossNamespaceVolumeDataSource");
        assertThat(provisioner.api.calls(ApiCall.on("*", "referencegrants"))).isEmpty();
    }

    @Test
    void aGrantThatAppearsWakesTheClaimsItLetsIn() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        given.boundClaim("shop", "src", "pv-src");
        provisioner.begin(
                "--feature-gates=CrossNamespaceVolumeDataSource=true",
                "--retry-interval-start=1h",
                "--retry-interval-max=1h");
        provisioner.api.awaitWatches("referencegrants", 1);
        String uid = provisioner.createClaim("data", "", GivenSources.fromClaimOf("shop", "src"));
        provisioner.awaitEvent("ProvisioningFailed", "no ReferenceGrant in namespace shop lets");

        given.grantClaims("shop");

        provisioner.awaitVolume(uid);
        assertThat(given.finalizers("persistentvolumeclaims", "shop", "src"))
                .containsExactly(GivenSources.CLONE_FINALIZER);
    }

    @Test
    void anAnswerWithoutTheContentIsRemovedAndAskedForAgain() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        given.snapshot("s", true);
        provisioner.driver.editReplies(CREATE, SourceIT::withoutContent);
        provisioner.begin();

        provisioner.createClaim("data", "", GivenSources.fromSnapshot("s"));

        provisioner.awaitEvent("ProvisioningFailed", "without the content source");
        provisioner.driver.awaitCalls(1, DriverCall.on("DeleteVolume"));
        provisioner.driver.awaitCalls(2, CREATE);
        assertThat(provisioner.api.list("persistentvolumes")).isEmpty();
    }

    private static Message withoutContent(Message reply) {
        var response = ((CreateVolumeResponse) reply).toBuilder();
        response.getVolumeBuilder().clearContentSource();
        return response.build();
    }
}
