package io.csi4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.launch.Bell;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bell lives in the sidecar kit, but only the hand clock can show what it does. */
@Timeout(30)
class BellTest {
    @RegisterExtension
    final Invariants invariants = new Invariants();

    private final HandClock clock = new HandClock();
    private final Bell bell = new Bell(clock);
    private final BlockingQueue<String> woken = new LinkedBlockingQueue<>();

    @Test
    void aRingWakesBeforeTheMomentComes() throws InterruptedException {
        Thread waiter = waitingFor(Duration.ofSeconds(10));
        clock.awaitParked(1);

        bell.ring();
        waiter.join();

        assertThat(woken.take()).isEqualTo("woken at 0");
        clock.awaitParked(0);
    }

    @Test
    void theMomentWakesWithoutARing() throws InterruptedException {
        waitingFor(Duration.ofSeconds(10));

        clock.advanceToPauseOf(Duration.ofSeconds(10));

        assertThat(woken.take()).isEqualTo("woken at 10");
    }

    @Test
    void aRingWhileNobodyWaitsIsKeptOnce() throws InterruptedException {
        bell.ring();
        bell.ring();

        bell.await();
        Thread waiter = waitingFor(Duration.ofSeconds(1));
        clock.advanceToPauseOf(Duration.ofSeconds(1));
        waiter.join();

        assertThat(woken.take()).isEqualTo("woken at 1");
    }

    private Thread waitingFor(Duration limit) {
        long deadline = clock.nanoTime() + limit.toNanos();
        return Thread.ofVirtual().start(() -> {
            try {
                bell.awaitUntil(deadline);
                woken.add("woken at " + Duration.ofNanos(clock.nanoTime()).toSeconds());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
