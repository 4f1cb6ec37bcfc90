package io.csi4j.controller.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.api.Reply;
import io.csi4j.controller.event.EventRecorder;
import io.csi4j.controller.event.EventSink;
import io.csi4j.controller.storage.Event;
import io.csi4j.controller.storage.Lease;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.testkit.HandClock;
import io.csi4j.testkit.Invariants;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class LeaderLeaseTest {
    private static final LeaseOptions OPTIONS =
            new LeaseOptions("nfs.csi.k8s.io", "kube-system", "me", LeaseTiming.STANDARD, Map.of("team", "storage"));
    private static final ObjectKey KEY = new ObjectKey("kube-system", "nfs-csi-k8s-io");

    @RegisterExtension
    final Invariants invariants = new Invariants();

    private final HandClock clock = new HandClock();
    private final MetricsRegistry registry = new MetricsRegistry();
    private final BlockingQueue<Event> told = new LinkedBlockingQueue<>();
    private final EventRecorder events = EventRecorder.start(new Told(), OPTIONS.eventComponent(), clock);
    private final CountDownLatch lost = new CountDownLatch(1);

    /** Standbys that poll do so after 5 s x (1 + 1.2 x 0.5) = 8 s. */
    private final LeaderLease.Tools tools = new LeaderLease.Tools(events, new LeaseMetrics(registry), clock, () -> 0.5);

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void aLeaseNobodyMadeIsCreatedAndHeld() throws InterruptedException {
        FakeLeases leases = new FakeLeases(true);
        try (LeaderLease lease = start(leases)) {
            assertThat(lease.awaitLeading()).isTrue();

            Lease created = leases.writes().take();
            assertThat(created.key()).isEqualTo(KEY);
            assertThat(created.holder()).isEqualTo("me");
            assertThat(created.durationSeconds()).isEqualTo(15);
            assertThat(created.acquireTime()).isEqualTo("2026-01-01T00:00:00.000000Z");
            assertThat(created.renewTime()).isEqualTo(created.acquireTime());
            assertThat(created.transitions()).isZero();
            assertThat(created.labels()).containsExactly(Map.entry("team", "storage"));
            assertThat(registry.page()).contains("leader_election_master_status{name=\"\"} 1");
        }
    }

    @Test
    void aReleasedLeaseIsTakenAtOnce() throws InterruptedException {
        FakeLeases leases = FakeLeases.heldByOther(KEY, true);
        try (LeaderLease lease = start(leases)) {
            leases.awaitWatching();

            leases.put(lease("", 1, "released", 3));

            assertThat(lease.awaitLeading()).isTrue();
            Lease taken = leases.writes().take();
            assertThat(taken.transitions()).isEqualTo(4);
            assertThat(taken.labels()).containsOnlyKeys("team", "theirs");
            assertThat(clock.now()).isEqualTo(HandClock.START);
        }
    }

    @Test
    void aReleaseToldWhileAnOlderAnswerIsOnItsWayCounts() throws InterruptedException {
        FakeLeases leases = FakeLeases.heldByOther(KEY, true);
        leases.hangWatches();
        try (LeaderLease lease = start(leases)) {
            clock.awaitParked(1);
            leases.meanwhile(() -> {
                leases.resumeWatches();
                leases.awaitWatching();
                leases.put(lease("", 1, "released", 3));
                leases.awaitAllSeen();
            });

            clock.advanceToPauseOf(Duration.ofSeconds(8));

            assertThat(lease.awaitLeading()).isTrue();
            assertThat(clock.now()).isEqualTo(HandClock.START.plusSeconds(8));
        }
    }

    @Test
    void aDeletedLeaseIsCreatedAtOnce() throws InterruptedException {
        FakeLeases leases = FakeLeases.heldByOther(KEY, true);
        try (LeaderLease lease = start(leases)) {
            leases.awaitWatching();

            leases.put(null);

            assertThat(lease.awaitLeading()).isTrue();
        }
    }

    @Test
    void aSilentLeaderLosesTheLeaseAfterItsDuration() throws InterruptedException {
        FakeLeases leases = FakeLeases.heldByOther(KEY, true);
        try (LeaderLease lease = start(leases)) {
            leases.awaitWatching();
            clock.advanceToPauseOf(Duration.ofSeconds(15));

            assertThat(lease.awaitLeading()).isTrue();
            assertThat(leases.writes().take().acquireTime()).isEqualTo("2026-01-01T00:00:15.000000Z");
        }
    }

    @Test
    void withoutTheRightToWatchAStandbyLooksNowAndThen() throws InterruptedException {
        FakeLeases leases = FakeLeases.heldByOther(KEY, false);
        try (LeaderLease lease = start(leases)) {
            leases.requests().take();
            clock.advanceToPauseOf(Duration.ofSeconds(8));
            assertThat(leases.requests().take()).isEqualTo("read");
            leases.put(lease("", 1, "released", 3));
            clock.advanceToPauseOf(Duration.ofSeconds(7));

            assertThat(lease.awaitLeading()).isTrue();
        }
    }

    @Test
    void ourOwnLeaseOfAnEarlierLifeIsTakenAtOnceAndItsTermGoesOn() throws InterruptedException {
        FakeLeases leases = new FakeLeases(true);
        leases.put(lease("me", 15, "before", 3));
        try (LeaderLease lease = start(leases)) {
            assertThat(lease.awaitLeading()).isTrue();

            Lease taken = leases.writes().take();
            assertThat(taken.transitions()).isEqualTo(3);
            assertThat(taken.acquireTime()).isEqualTo("acquired");
        }
    }

    @Test
    void aLeaderRenewsEveryRetryPeriod() throws InterruptedException {
        FakeLeases leases = new FakeLeases(true);
        try (LeaderLease lease = start(leases)) {
            lease.awaitLeading();
            leases.writes().take();

            clock.advanceToPauseOf(Duration.ofSeconds(5));
            assertThat(leases.writes().take().renewTime()).isEqualTo("2026-01-01T00:00:05.000000Z");
            clock.advanceToPauseOf(Duration.ofSeconds(5));

            Lease renewed = leases.writes().take();
            assertThat(renewed.renewTime()).isEqualTo("2026-01-01T00:00:10.000000Z");
            assertThat(renewed.acquireTime()).isEqualTo("2026-01-01T00:00:00.000000Z");
            assertThat(lease.isLeading()).isTrue();
        }
    }

    @Test
    void aRenewalInAnothersWayReadsTheLeaseFirst() throws InterruptedException {
        FakeLeases leases = new FakeLeases(true);
        try (LeaderLease lease = start(leases)) {
            lease.awaitLeading();
            leases.put(leases.writes().take());

            clock.advanceToPauseOf(Duration.ofSeconds(5));

            assertThat(leases.writes().take().renewTime()).isEqualTo("2026-01-01T00:00:05.000000Z");
            assertThat(registry.page()).contains("leader_election_slowpath_total{name=\"\"} 1");
        }
    }

    @Test
    void aLeaseDeletedUnderALeaderIsMadeAnew() throws InterruptedException {
        FakeLeases leases = new FakeLeases(true);
        try (LeaderLease lease = start(leases)) {
            lease.awaitLeading();
            leases.writes().take();
            leases.put(null);

            clock.advanceToPauseOf(Duration.ofSeconds(5));

            assertThat(leases.writes().take().holder()).isEqualTo("me");
        }
    }

    @Test
    void aLeaderThatCannotRenewUntilTheDeadlineIsLost() throws InterruptedException {
        invariants.expectErrors("lost the lease");
        FakeLeases leases = new FakeLeases(true);
        try (LeaderLease lease = start(leases)) {
            lease.awaitLeading();
            leases.setDown(true);
            clock.advanceToPauseOf(Duration.ofSeconds(5));
            clock.advanceToPauseOf(Duration.ofSeconds(5));
            clock.advanceToPauseOf(Duration.ofSeconds(5));

            lost.await();

            assertThat(lease.isLeading()).isFalse();
            assertThat(leases.requests()).containsExactly("read", "create", "replace!", "read!", "replace!", "read!");
            assertThat(registry.page()).contains("leader_election_master_status{name=\"\"} 0");
        }
    }

    @Test
    void aServerThatComesBackInTimeKeepsTheLeader() throws InterruptedException {
        FakeLeases leases = new FakeLeases(true);
        try (LeaderLease lease = start(leases)) {
            lease.awaitLeading();
            leases.writes().take();
            leases.setDown(true);
            clock.advanceToPauseOf(Duration.ofSeconds(5));
            clock.awaitParked(1);
            leases.setDown(false);
            clock.advanceToPauseOf(Duration.ofSeconds(5));

            assertThat(leases.writes().take().renewTime()).isEqualTo("2026-01-01T00:00:10.000000Z");
            assertThat(lease.isLeading()).isTrue();
        }
    }

    @Test
    void aLeaseInAnothersHandsIsLostAtOnce() throws InterruptedException {
        invariants.expectErrors("lost the lease");
        FakeLeases leases = new FakeLeases(true);
        try (LeaderLease lease = start(leases)) {
            lease.awaitLeading();
            leases.put(lease("other", 15, "now", 1));
            clock.advanceToPauseOf(Duration.ofSeconds(5));

            lost.await();

            assertThat(leases.current().orElseThrow().holder()).isEqualTo("other");
        }
    }

    @Test
    void closingALeaderReleasesTheLease() throws InterruptedException {
        FakeLeases leases = new FakeLeases(true);
        LeaderLease lease = start(leases);
        lease.awaitLeading();

        lease.close();

        Lease released = leases.current().orElseThrow();
        assertThat(released.holder()).isEmpty();
        assertThat(released.durationSeconds()).isEqualTo(1);
        assertThat(lost.getCount()).isEqualTo(1);
    }

    @Test
    void closingAStandbyLeavesTheLeaseAlone() throws InterruptedException {
        FakeLeases leases = FakeLeases.heldByOther(KEY, true);
        LeaderLease lease = start(leases);
        leases.awaitWatching();

        lease.close();

        assertThat(lease.awaitLeading()).isFalse();
        assertThat(leases.writes()).isEmpty();
        assertThat(leases.watching()).isZero();
    }

    @Test
    void theLeaseTellsWhoLeads() throws InterruptedException {
        FakeLeases leases = new FakeLeases(true);
        LeaderLease lease = start(leases);
        lease.awaitLeading();
        lease.close();

        for (String message : List.of("me became leader", "me stopped leading")) {
            Event event = told.take();
            assertThat(event.message()).isEqualTo(message);
            assertThat(event.reason()).isEqualTo("LeaderElection");
            assertThat(event.component()).isEqualTo("nfs.csi.k8s.io/me");
            assertThat(event.involved().kind()).isEqualTo("Lease");
            assertThat(event.involved().key()).isEqualTo(KEY);
        }
    }

    @Test
    void aLeaderThatHangsIsUnhealthyTwentySecondsAfterItsLeaseRanOut() throws InterruptedException {
        invariants.expectErrors("lost the lease");
        FakeLeases leases = new FakeLeases(true);
        try (LeaderLease leader = start(leases)) {
            leader.awaitLeading();
            leases.requests().clear();
            leases.hang();
            clock.advanceToPauseOf(Duration.ofSeconds(5));
            leases.requests().take();

            clock.advance(Duration.ofSeconds(30));
            assertThat(leader.fault()).isEmpty();
            clock.advance(Duration.ofNanos(1));

            assertThat(leader.fault()).contains("failed election to renew leadership on lease nfs-csi-k8s-io");
            leases.setDown(true);
            leases.resume();
            lost.await();
            assertThat(leader.fault()).isEmpty();
        }
    }

    @Test
    void aStandbyIsAlwaysHealthy() throws InterruptedException {
        FakeLeases leases = FakeLeases.heldByOther(KEY, true);
        try (LeaderLease standby = start(leases)) {
            leases.awaitWatching();

            clock.advance(Duration.ofSeconds(14));

            assertThat(standby.fault()).isEmpty();
        }
    }

    private LeaderLease start(FakeLeases leases) {
        return LeaderLease.start(OPTIONS, leases, tools, lost::countDown);
    }

    private static Lease lease(String holder, int seconds, String renewTime, int transitions) {
        return FakeLeases.lease(KEY, holder, seconds, renewTime, transitions);
    }

    private final class Told implements EventSink {
        @Override
        public Reply<Event> create(Event event) {
            told.add(event);
            return new Reply.Found<>(event);
        }

        @Override
        public Reply<Event> repeat(Event event) {
            return create(event);
        }
    }
}
