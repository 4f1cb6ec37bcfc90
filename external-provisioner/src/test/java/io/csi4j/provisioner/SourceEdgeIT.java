package io.csi4j.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Volumes that do not begin empty where flags, claim or cluster are not the usual ones; the usual: {@link SourceIT}. */
@Timeout(60)
class SourceEdgeIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

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
    void withoutASweepSnapshotsStayProtectedAndStillWakeTheirClaims() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        given.snapshot("idle", true);
        provisioner.api.edit("volumesnapshots", "team", "idle", object -> GivenSources.protect(object, "snapshot"));
        given.snapshot("s", false);
        provisioner.begin("--snapshot-orphan-sweep-interval=0", "--retry-interval-start=1h", "--retry-interval-max=1h");
        String uid = provisioner.createClaim("data", "", GivenSources.fromSnapshot("s"));
        provisioner.awaitEvent("ProvisioningFailed", "VolumeSnapshot team/s: the snapshot is not ready to use");
        provisioner.api.awaitWatches("volumesnapshots", 1);

        given.ready("s");

        provisioner.awaitVolume(uid);
        assertThat(given.finalizers("volumesnapshots", "idle")).containsExactly(GivenSources.SNAPSHOT_FINALIZER);
    }

    @Test
    void aSnapshotThatIsOnlyReferredToLosesItsProtectionWhenTheVolumeIsMade() throws InterruptedException {
        given.snapshot("s", true);
        provisioner.begin();

        String uid = provisioner.createClaim(
                "data", "", GivenSources.fromSnapshot("s").replace("dataSource", "dataSourceRef"));

        provisioner.awaitVolume(uid);
        provisioner.awaitEvent("ProvisioningSucceeded", uid);
        given.awaitFinalizers("volumesnapshots", "s", List.of());
        assertThat(provisioner.api.calls(ApiCall.on("update", "volumesnapshots")))
                .hasSize(2);
    }

    /** The Gateway API may be on its way: only who needs a grant waits for it. */
    @Test
    void whereGrantsCannotBeListedOnlyClaimsFromOtherNamespacesWait() throws InterruptedException {
        invariants.expectErrors("no volume for the claim");
        provisioner.api.withdraw("referencegrants");
        given.boundClaim("shop", "src", "pv-src");
        provisioner.begin("--feature-gates=CrossNamespaceVolumeDataSource=true");

        provisioner.createClaim("bought", "", GivenSources.fromClaimOf("shop", "src"));
        String uid = provisioner.createClaim("data");

        provisioner.awaitVolume(uid);
        provisioner.awaitEvent("ProvisioningFailed", "the ReferenceGrants of the cluster are not known yet");
        assertThat(provisioner.volumesMade()).containsExactly("pvc-" + uid);
    }
}
