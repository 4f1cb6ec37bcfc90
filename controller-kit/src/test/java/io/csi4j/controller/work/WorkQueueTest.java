package io.csi4j.controller.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.testkit.HandClock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkQueueTest {
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    private final HandClock clock = new HandClock();
    private final WorkQueue<String> queue =
            new WorkQueue<>("claims", BACKOFF, clock, new QueueMetrics(new MetricsRegistry()));

    @AfterEach
    void shutDown() {
        queue.shutDown();
    }

    @Test
    void keysAreTakenInTheOrderTheyCame() throws InterruptedException {
        queue.add("a");
        queue.add("b");

        assertThat(queue.take()).contains("a");
        assertThat(queue.take()).contains("b");
    }

    @Test
    void aKeyAddedTwiceIsTakenOnce() throws InterruptedException {
        queue.add("a");
        queue.add("a");
        queue.add("b");

        assertThat(queue.depth()).isEqualTo(2);
        assertThat(queue.take()).contains("a");
        assertThat(queue.take()).contains("b");
    }

    @Test
    void aKeyAddedDuringItsPassIsQueuedOnceThePassEnds() throws InterruptedException {
        queue.add("a");
        queue.take();
        queue.add("a");
        queue.add("a");
        assertThat(queue.depth()).isZero();

        queue.finish("a", Next.forget());

        assertThat(queue.depth()).isEqualTo(1);
        assertThat(queue.take()).contains("a");
    }

    @Test
    void aForgottenKeyLeavesNothingBehind() throws InterruptedException {
        queue.add("a");
        pass(Next.backoff("no luck"));
        queue.add("a");
        pass(Next.forget());

        assertThat(queue.remembered()).isEmpty();
    }

    @Test
    void aKeyThatIsGoneLeavesNeitherFailuresNorDelay() throws InterruptedException {
        queue.add("a");
        pass(Next.backoff("no luck"));

        queue.forget("a");

        assertThat(queue.remembered()).isEmpty();
    }

    @Test
    void failuresInARowDoubleThePauseUntilThePassSucceeds() throws InterruptedException {
        queue.add("a");
        pass(Next.backoff("first"));
        clock.advanceToPauseOf(Duration.ofSeconds(1));
        pass(Next.backoff("second"));
        clock.advanceToPauseOf(Duration.ofSeconds(2));
        pass(Next.forget());

        queue.add("a");
        pass(Next.backoff("first again"));
        clock.advanceToPauseOf(Duration.ofSeconds(1));

        assertThat(queue.take()).contains("a");
    }

    @Test
    void askingForAFixedDelayKeepsTheFailures() throws InterruptedException {
        queue.add("a");
        pass(Next.backoff("first"));
        clock.advanceToPauseOf(Duration.ofSeconds(1));
        pass(Next.after(Duration.ofSeconds(30), "slow set"));
        clock.advanceToPauseOf(Duration.ofSeconds(30));
        pass(Next.backoff("second"));

        clock.advanceToPauseOf(Duration.ofSeconds(2));

        assertThat(queue.take()).contains("a");
    }

    @Test
    void aKeyThatWaitsKeepsItsFailuresUntilItIsAddedAgain() throws InterruptedException {
        queue.add("a");
        pass(Next.backoff("first"));
        clock.advanceToPauseOf(Duration.ofSeconds(1));
        pass(Next.await("no room"));
        assertThat(queue.depth()).isZero();
        queue.add("a");
        pass(Next.backoff("second"));

        clock.advanceToPauseOf(Duration.ofSeconds(2));

        assertThat(queue.take()).contains("a");
    }

    @Test
    void anEventAddsAKeyThatBacksOffAtOnceAndThePauseIsDropped() throws InterruptedException {
        queue.add("a");
        pass(Next.backoff("no luck"));
        clock.awaitParked(1);

        queue.add("a");
        pass(Next.forget());
        clock.advance(Duration.ofMinutes(5));
        queue.add("sentinel");

        assertThat(queue.take()).contains("sentinel");
        assertThat(queue.remembered()).containsExactly("sentinel");
    }

    @Test
    void ofTwoDelayedAddsTheEarlierCounts() throws InterruptedException {
        queue.addAfter("a", Duration.ofSeconds(10));
        queue.addAfter("a", Duration.ofSeconds(20));
        queue.addAfter("b", Duration.ofSeconds(20));
        queue.addAfter("b", Duration.ofSeconds(5));

        clock.advanceToPauseOf(Duration.ofSeconds(5));
        assertThat(queue.take()).contains("b");
        clock.advanceToPauseOf(Duration.ofSeconds(5));
        assertThat(queue.take()).contains("a");
        clock.advance(Duration.ofSeconds(10));
        queue.add("sentinel");

        assertThat(queue.take()).contains("sentinel");
    }

    @Test
    void anAddWithoutADelayIsAPlainAdd() throws InterruptedException {
        queue.addAfter("a", Duration.ZERO);
        queue.addAfter("b", Duration.ofSeconds(-1));

        assertThat(queue.take()).contains("a");
        assertThat(queue.take()).contains("b");
    }

    @Test
    void aDelayThatEndsDuringAPassQueuesTheKeyAfterIt() throws InterruptedException {
        queue.add("a");
        queue.take();
        queue.addAfter("a", Duration.ofSeconds(1));
        clock.advanceToPauseOf(Duration.ofSeconds(1));
        clock.awaitParked(0);

        queue.finish("a", Next.forget());

        assertThat(queue.take()).contains("a");
    }

    @Test
    void shutDownLetsWaitingWorkersGoAndRefusesAdds() throws InterruptedException {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        Thread worker = Thread.ofVirtual().start(() -> {
            try {
                gone.complete(queue.take().isEmpty());
            } catch (InterruptedException e) {
                gone.completeExceptionally(e);
            }
        });

        queue.shutDown();
        queue.add("late");
        queue.addAfter("later", Duration.ofSeconds(1));
        worker.join();

        assertThat(gone.join()).isTrue();
        assertThat(queue.remembered()).isEmpty();
    }

    @Test
    void keysStillQueuedAtShutDownAreLeft() throws InterruptedException {
        queue.add("a");

        queue.shutDown();

        assertThat(queue.take()).isEmpty();
    }

    @Test
    void theDrainNamesTheKeysThatAreStillRunningAtItsLimit() throws InterruptedException {
        queue.add("slow");
        queue.take();
        queue.shutDown();
        Thread turner = Thread.ofVirtual().start(() -> turn(Duration.ofSeconds(20)));

        Set<String> left = queue.awaitIdle(Duration.ofSeconds(20));
        turner.join();

        assertThat(left).containsExactly("slow");
    }

    @Test
    void theDrainEndsWithTheLastPass() throws InterruptedException {
        queue.add("a");
        queue.take();
        queue.shutDown();
        Thread worker = Thread.ofVirtual().start(() -> queue.finish("a", Next.backoff("too late")));

        Set<String> left = queue.awaitIdle(Duration.ofSeconds(20));
        worker.join();

        assertThat(left).isEmpty();
    }

    @Test
    void aKeyThatWasNotTakenCannotBeGivenBack() {
        assertThatThrownBy(() -> queue.finish("a", Next.forget())).hasMessage("queue claims: key a is not running");
    }

    private void pass(Next next) throws InterruptedException {
        String key = queue.take().orElseThrow();
        queue.finish(key, next);
    }

    private void turn(Duration duration) {
        try {
            clock.advanceToPauseOf(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
