package io.csi4j.controller.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.testkit.HandClock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimerTest {
    private final HandClock clock = new HandClock();
    private final Timer timer = new Timer("timer", clock);
    private final BlockingQueue<String> fired = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        timer.close();
    }

    @Test
    void alarmsGoOffInTheOrderOfTheirDeadlines() throws InterruptedException {
        at(3, "third");
        at(1, "first");
        at(2, "second");

        clock.advance(Duration.ofSeconds(3));

        assertThat(fired.take()).isEqualTo("first");
        assertThat(fired.take()).isEqualTo("second");
        assertThat(fired.take()).isEqualTo("third");
    }

    @Test
    void alarmsOfOneMomentGoOffInTheOrderTheyWereSet() throws InterruptedException {
        at(1, "a");
        at(1, "b");

        clock.advance(Duration.ofSeconds(1));

        assertThat(fired.take()).isEqualTo("a");
        assertThat(fired.take()).isEqualTo("b");
    }

    @Test
    void aCancelledAlarmDoesNotGoOff() throws InterruptedException {
        Timer.Alarm cancelled = at(1, "cancelled");
        at(2, "kept");

        timer.cancel(cancelled);
        clock.advance(Duration.ofSeconds(2));

        assertThat(fired.take()).isEqualTo("kept");
    }

    @Test
    void aClosedTimerParksNoThread() throws InterruptedException {
        at(1, "never");
        clock.awaitParked(1);

        timer.close();
        clock.awaitParked(0);
        at(1, "never either");
        clock.advance(Duration.ofSeconds(2));

        assertThat(fired).isEmpty();
    }

    private Timer.Alarm at(int second, String name) {
        return timer.at(Duration.ofSeconds(second).toNanos(), () -> fired.add(name));
    }
}
