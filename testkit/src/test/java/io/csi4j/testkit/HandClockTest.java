package io.csi4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HandClockTest {
    private final HandClock clock = new HandClock();
    private final BlockingQueue<String> woken = new ArrayBlockingQueue<>(10);

    @Test
    void aPauseEndsOnlyWhenTheClockHasPassedIt() throws InterruptedException {
        pausing("short", Duration.ofSeconds(1));
        pausing("long", Duration.ofSeconds(2));
        clock.awaitParked(2);

        clock.advance(Duration.ofMillis(1999));
        assertThat(woken.take()).isEqualTo("short");
        clock.awaitParked(1);
        clock.advance(Duration.ofMillis(1));

        assertThat(woken.take()).isEqualTo("long");
        assertThat(clock.now()).isEqualTo(HandClock.START.plusSeconds(2));
    }

    @Test
    void aPauseUntilAMomentThatHasPassedReturnsAtOnce() throws InterruptedException {
        clock.advance(Duration.ofSeconds(5));

        clock.pauseUntil(Duration.ofSeconds(5).toNanos());
        clock.pause(Duration.ofSeconds(-1));

        assertThat(clock.parked()).isZero();
    }

    @Test
    void anInterruptedPauseIsNoLongerParked() throws InterruptedException {
        Thread sleeper = pausing("never", Duration.ofDays(1));
        clock.awaitParked(1);

        sleeper.interrupt();
        sleeper.join();

        assertThat(clock.parked()).isZero();
        assertThat(woken).isEmpty();
    }

    @Test
    void theClockCanBeTurnedToTheEndOfAGivenPause() throws InterruptedException {
        pausing("three", Duration.ofSeconds(3));

        clock.advanceToPauseOf(Duration.ofSeconds(3));

        assertThat(woken.take()).isEqualTo("three");
    }

    private Thread pausing(String name, Duration duration) {
        return Thread.ofVirtual().start(() -> {
            try {
                clock.pause(duration);
                woken.add(name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
