package io.csi4j.controller.work;

import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * The threads that work a queue off: take a key, reconcile it, give it back with what comes next. The one place that
 * catches what a reconciler throws: logged with its stack, and the key backs off.
 *
 * @param <K> what the queue holds
 */
public final class Workers<K> implements AutoCloseable {
    /** Leaves a third of the usual grace period of 30 s for what comes after the drain, e.g. the release of the lease. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

    private static final Log LOG = Log.of(Workers.class);

    private final WorkQueue<K> queue;
    private final Reconciler<K> reconciler;
    private final List<Thread> threads;

    private Workers(WorkQueue<K> queue, int count, Reconciler<K> reconciler) {
        this.queue = queue;
        this.reconciler = reconciler;
        this.threads = IntStream.range(0, count)
                .mapToObj(i -> Thread.ofVirtual().name(queue.name() + "-" + i).unstarted(this::work))
                .toList();
    }

    /** Starts {@code count} virtual threads named after the queue; at least one. */
    public static <K> Workers<K> start(WorkQueue<K> queue, int count, Reconciler<K> reconciler) {
        if (count < 1) {
            throw new IllegalArgumentException("queue " + queue.name() + " needs at least one worker, got " + count);
        }
        Workers<K> workers = new Workers<>(queue, count, reconciler);
        workers.threads.forEach(Thread::start);
        return workers;
    }

    /**
     * Shuts the queue down and lets running passes end; those that have not after {@code limit} are interrupted and
     * not waited for. Keys still queued are left.
     *
     * @return true if every pass ended by itself
     */
    public boolean drain(Duration limit) {
        queue.shutDown();
        try {
            Set<K> left = queue.awaitIdle(limit);
            if (left.isEmpty()) {
                return true;
            }
            LOG.warning("passes did not end in time", "queue", queue.name(), "keys", left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.forEach(Thread::interrupt);
        return false;
    }

    /** Drains for at most 20 s. */
    @Override
    public void close() {
        drain(DRAIN_LIMIT);
    }

    /**
     * Drains several for at most 20 s, all at once: a queue that waits for its turn would take on new work.
     *
     * @param cutOff whether running passes are interrupted at once, as another process may be at work by now
     */
    public static void drainAll(Collection<Workers<?>> pools, boolean cutOff) {
        Duration limit = cutOff ? Duration.ZERO : DRAIN_LIMIT;
        try (var drains = Executors.newVirtualThreadPerTaskExecutor()) {
            pools.forEach(pool -> drains.execute(() -> pool.drain(limit)));
        }
    }

    private void work() {
        try {
            Optional<K> key = queue.take();
            while (key.isPresent()) {
                pass(key.get());
                key = queue.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(K key) throws InterruptedException {
        // What an interrupted pass leaves behind: the queue is shut down by then and takes no key any more.
        Next next = Next.forget();
        try {
            next = reconciler.reconcile(key);
        } catch (RuntimeException | Error e) {
            LOG.bug(e, "pass failed unexpectedly", "queue", queue.name(), "key", key);
            next = Next.backoff(e.toString());
        } finally {
            queue.finish(key, next);
        }
    }
}
