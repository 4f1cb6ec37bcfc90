package io.csi4j.attacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.testkit.HandClock;
import io.csi4j.testkit.Invariants;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class PeriodicTest {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private final HandClock clock = new HandClock();
    private final Semaphore passes = new Semaphore(0);

    @Test
    void itRunsAtOnceAndThenAfterEachPause() throws InterruptedException {
        try (var _ = Periodic.atOnce("test", PAUSE, clock, passes::release)) {
            passes.acquire();
            clock.advanceToPauseOf(PAUSE);
            passes.acquire();
            clock.advanceToPauseOf(PAUSE);
            passes.acquire();
            assertThat(passes.availablePermits()).isZero();
        }
    }

    @Test
    void oneThatMayWaitPausesFirst() throws InterruptedException {
        try (var _ = Periodic.afterPause("test", PAUSE, clock, passes::release)) {
            clock.awaitParked(1);
            assertThat(passes.availablePermits()).isZero();
            clock.advanceToPauseOf(PAUSE);
            passes.acquire();
        }
    }

    @Test
    void aPassThatFailsIsNotTheLast() throws InterruptedException {
        invariants.expectErrors("a periodic pass failed");
        try (var _ = Periodic.atOnce("test", PAUSE, clock, this::fail)) {
            passes.acquire();
            clock.advanceToPauseOf(PAUSE);
            passes.acquire();
        }
    }

    private void fail() {
        passes.release();
        throw new IllegalStateException("a bug");
    }
}
