package io.csi4j.controller.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.testkit.HandClock;
import io.csi4j.testkit.Invariants;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class WorkersTest {
    @RegisterExtension
    final Invariants invariants = new Invariants();

    private final HandClock clock = new HandClock();
    private final WorkQueue<String> queue = new WorkQueue<>(
            "claims",
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)),
            clock,
            new QueueMetrics(new MetricsRegistry()));
    private final BlockingQueue<String> passes = new LinkedBlockingQueue<>();

    @Test
    void everyKeyIsReconciledOnAThreadNamedAfterTheQueue() throws InterruptedException {
        try (var _ = Workers.start(queue, 2, key -> {
            passes.add(key + " on " + Thread.currentThread().getName());
            return Next.forget();
        })) {
            queue.add("a");

            assertThat(passes.take()).matches("a on claims-[01]");
        }
    }

    @Test
    void whatAReconcilerThrowsIsABackoff() throws InterruptedException {
        invariants.expectErrors("pass failed unexpectedly");
        AtomicInteger tries = new AtomicInteger();
        try (var _ = Workers.start(queue, 1, key -> {
            passes.add(key);
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("a bug of the reconciler");
            }
            return Next.forget();
        })) {
            queue.add("a");
            passes.take();

            clock.advanceToPauseOf(Duration.ofSeconds(1));

            assertThat(passes.take()).isEqualTo("a");
        }
    }

    @Test
    void aKeyNeverRunsTwiceAtOnce() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (var _ = Workers.start(queue, 8, key -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            queue.add(key);
            Thread.onSpinWait();
            running.decrementAndGet();
            passes.add(key);
            return Next.forget();
        })) {
            queue.add("a");
            for (int i = 0; i < 1000; i++) {
                passes.take();
            }
        }

        assertThat(most).hasValue(1);
    }

    @Test
    void everyChangeIsSeenByAPassAfterIt() throws InterruptedException {
        AtomicIntegerArray changes = new AtomicIntegerArray(10);
        AtomicIntegerArray seen = new AtomicIntegerArray(10);
        try (var _ = Workers.start(queue, 4, key -> {
            int index = Integer.parseInt(key);
            seen.set(index, changes.get(index));
            return Next.forget();
        })) {
            List<Thread> changers = IntStream.range(0, 4)
                    .mapToObj(i -> Thread.ofVirtual().start(() -> change(changes, new Random(i))))
                    .toList();
            for (Thread changer : changers) {
                changer.join();
            }
            while (!queue.remembered().isEmpty()) {
                Thread.onSpinWait();
            }
        }

        assertThat(seen).hasToString(changes.toString());
    }

    private void change(AtomicIntegerArray changes, Random random) {
        for (int i = 0; i < 500; i++) {
            int index = random.nextInt(changes.length());
            changes.incrementAndGet(index);
            queue.add(Integer.toString(index));
        }
    }

    @Test
    void theDrainWaitsForTheRunningPass() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Workers<String> workers = Workers.start(queue, 1, key -> {
            started.countDown();
            mayEnd.await();
            passes.add(key);
            return Next.forget();
        });
        queue.add("a");
        started.await();
        Thread.ofVirtual().start(mayEnd::countDown);

        boolean drained = workers.drain(Duration.ofSeconds(20));

        assertThat(drained).isTrue();
        assertThat(passes).containsExactly("a");
    }

    @Test
    void aPassThatOutlivesTheDrainIsInterrupted() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        Workers<String> workers = Workers.start(queue, 1, key -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                passes.add("interrupted");
            }
            return Next.forget();
        });
        queue.add("a");
        started.await();
        Thread turner = Thread.ofVirtual().start(this::turnToTheDrainLimit);

        boolean drained = workers.drain(Duration.ofSeconds(20));
        turner.join();

        assertThat(drained).isFalse();
        assertThat(passes.take()).isEqualTo("interrupted");
    }

    @Test
    void severalAreDrainedAtOnceSoThatNoneTakesOnNewWork() throws InterruptedException {
        var second = new WorkQueue<String>(
                "volumes",
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)),
                clock,
                new QueueMetrics(new MetricsRegistry()));
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        var pools = List.<Workers<?>>of(
                Workers.start(queue, 1, key -> {
                    started.countDown();
                    // Until the other queue is shut down too: one after the other would wait for ever.
                    mayEnd.await();
                    return Next.forget();
                }),
                Workers.start(second, 1, key -> Next.forget()));
        queue.add("a");
        started.await();
        var untilShutDown = new FutureTask<>(() -> {
            second.take();
            mayEnd.countDown();
            return true;
        });
        Thread.ofVirtual().start(untilShutDown);

        Workers.drainAll(pools, false);

        assertThat(queue.remembered()).isEmpty();
    }

    @Test
    void thoseThatMayWorkNoLongerAreCutOff() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        var workers = Workers.start(queue, 1, key -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                passes.add("interrupted");
            }
            return Next.forget();
        });
        queue.add("a");
        started.await();

        Workers.drainAll(List.of(workers), true);

        assertThat(passes.take()).isEqualTo("interrupted");
    }

    @Test
    void aQueueWithoutWorkersIsRefused() {
        assertThatThrownBy(() -> Workers.start(queue, 0, key -> Next.forget()))
                .hasMessage("queue claims needs at least one worker, got 0");
    }

    private void turnToTheDrainLimit() {
        try {
            clock.advanceToPauseOf(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
