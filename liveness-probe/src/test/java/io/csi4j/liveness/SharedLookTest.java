package io.csi4j.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.testkit.Invariants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class SharedLookTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @RegisterExtension
    final Invariants invariants = new Invariants();

    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Test
    void aStormOfRequestsSharesOneLook() throws Exception {
        var shared = new SharedLook(this::heldLook, LONG);
        List<FutureTask<Health>> requests = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            requests.add(request(shared));
        }

        mayEnd.countDown();

        for (FutureTask<Health> request : requests) {
            assertThat(request.get()).isEqualTo(Health.OK);
        }
        assertThat(looks).hasValue(1);
    }

    @Test
    void aLookThatIsOverIsNotReused() throws Exception {
        var shared = new SharedLook(() -> Health.failing("look " + looks.incrementAndGet()), LONG);

        assertThat(shared.health().body()).isEqualTo("look 1");
        assertThat(shared.health().body()).isEqualTo("look 2");
    }

    @Test
    void aCallerThatHangsUpTakesNobodysAnswerAway() throws Exception {
        var shared = new SharedLook(this::heldLook, LONG);
        var first = new FutureTask<>(shared::health);
        Thread caller = waiting(first);
        FutureTask<Health> second = request(shared);

        caller.interrupt();
        caller.join();
        mayEnd.countDown();

        assertThat(second.get()).isEqualTo(Health.OK);
        assertThat(first.state()).isEqualTo(FutureTask.State.FAILED);
    }

    @Test
    void aLookThatHangsIsAnsweredAsFailing() throws Exception {
        var shared = new SharedLook(this::heldLook, Duration.ofMillis(1));

        Health health = shared.health();
        mayEnd.countDown();

        assertThat(health).isEqualTo(Health.failing("the look at the driver hangs"));
    }

    @Test
    void closingEndsTheLookUnderWay() throws Exception {
        FutureTask<Health> request;

        try (var shared = new SharedLook(this::heldLook, LONG)) {
            request = request(shared);
        }

        assertThat(request.get()).isEqualTo(Health.failing("interrupted"));
    }

    @Test
    void aBugInALookFailsThatLookAlone() throws Exception {
        invariants.expectErrors("the look at the driver failed");
        var shared = new SharedLook(this::lookThatFailsFirst, LONG);

        assertThat(shared.health()).isEqualTo(Health.failing("the look at the driver failed"));
        assertThat(shared.health()).isEqualTo(Health.OK);
    }

    private Health lookThatFailsFirst() {
        if (looks.getAndIncrement() == 0) {
            throw new IllegalStateException("bug");
        }
        return Health.OK;
    }

    private Health heldLook() {
        looks.incrementAndGet();
        begun.countDown();
        try {
            mayEnd.await();
            return Health.OK;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Health.failing("interrupted");
        }
    }

    /** A request that waits for its answer when this returns. */
    private FutureTask<Health> request(SharedLook shared) throws InterruptedException {
        var task = new FutureTask<>(shared::health);
        waiting(task);
        return task;
    }

    private Thread waiting(FutureTask<Health> task) throws InterruptedException {
        Thread thread = Thread.ofPlatform().start(task);
        begun.await();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }
}
