package io.csi4j.provisioner.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.Next;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.csi4j.testkit.apiserver.FakeApiServer;
import io.csi4j.testkit.apiserver.ResourceType;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When the watch of snapshots begins (contract 2.5 and 5.1). */
@Timeout(60)
class SnapshotWatchIT {
    private static final String SNAPSHOTS = "volumesnapshots";

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private final FakeApiServer api = FakeApiServer.start();
    private final KubeApi kube = KubeApi.connect(KubeOptions.of("", api.url().toString(), "test"));
    private final Store<Claim> claims = Store.ofAll();
    private final SnapshotWatch watch =
            new SnapshotWatch(kube, new Usage(claims.index(Usage::terms), Stream::empty), Duration.ofHours(1));

    @AfterEach
    void stop() {
        watch.close();
        kube.close();
        api.close();
    }

    @Test
    void snapshotsThatComeToTheClusterLaterAreFoundWithinFiveMinutes() throws InterruptedException {
        api.withdraw(SNAPSHOTS);
        assertThat(watch.reconcile(SnapshotWatch.SWEEP))
                .isInstanceOfSatisfying(
                        Next.After.class, next -> assertThat(next.delay()).isEqualTo(Duration.ofMinutes(5)));

        api.serve(new ResourceType("snapshot.storage.k8s.io/v1", SNAPSHOTS, "VolumeSnapshot", true, true));
        watch.reconcile(SnapshotWatch.SWEEP);

        api.awaitWatches(SNAPSHOTS, 1);
    }

    @Test
    void whoMayNotListSnapshotsAsksOnceForOneAndNeverAgain() throws InterruptedException {
        api.faults().failAll(ApiCall.on("list", SNAPSHOTS), ApiFailure.forbidden("no list"));

        assertThat(watch.reconcile(SnapshotWatch.SWEEP)).isEqualTo(Next.forget());

        assertThat(api.calls(ApiCall.on("*", SNAPSHOTS)))
                .singleElement()
                .satisfies(call -> assertThat(call.query()).containsEntry("limit", "1"));
    }

    @Test
    void aServerThatCannotAnswerIsAskedAgainSoon() throws InterruptedException {
        api.faults().failAll(ApiCall.on("list", SNAPSHOTS), ApiFailure.unavailable());

        assertThat(watch.reconcile(SnapshotWatch.SWEEP)).isInstanceOf(Next.Backoff.class);
    }
}
