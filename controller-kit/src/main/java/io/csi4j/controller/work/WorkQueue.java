package io.csi4j.controller.work;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.sidecar.launch.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The keys whose objects need a pass, each at most once, in the order they came. Mutable; guarded by {@code lock}.
 *
 * <p><b>Dirty and running.</b> A key is <i>dirty</i> from {@link #add} until a worker takes it, and <i>running</i>
 * from then until the worker gives it back. An add of a dirty key changes nothing. An add of a running key makes it
 * dirty but does not queue it: it is queued when it is given back. So one key never runs twice at once and no change
 * is lost (the contract of client-go's work queue).
 *
 * <p><b>Delays.</b> A key has at most one delayed add, the earliest; a plain {@link #add} bypasses it. Taking the key
 * drops it: the pass that begins sees at least as much as the delayed one would have, and its {@link Next} decides
 * anew. All delays of a queue wait on one timer.
 *
 * <p><b>Failures.</b> Counted per key by {@link Next.Backoff}, kept by {@link Next.After} and {@link Next.Wait}, dropped
 * by {@link Next.Forget}.
 *
 * @param <K> equality by value; small, as keys are held in several sets
 */
public final class WorkQueue<K> {
    private final String name;
    private final Backoff backoff;
    private final Ticker ticker;
    private final QueueMetrics metrics;
    private final Timer timer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();
    private final Condition idle = lock.newCondition();

    @GuardedBy("lock")
    private final ArrayDeque<K> queued = new ArrayDeque<>();

    /** Dirty keys, with the nano time of the add that made them so. */
    @GuardedBy("lock")
    private final Map<K, Long> dirty = new HashMap<>();

    /** Running keys, with the nano time at which they were taken. */
    @GuardedBy("lock")
    private final Map<K, Long> running = new HashMap<>();

    @GuardedBy("lock")
    private final Map<K, Timer.Alarm> delayed = new HashMap<>();

    @GuardedBy("lock")
    private final Map<K, Integer> failures = new HashMap<>();

    @GuardedBy("lock")
    private boolean closed;

    /**
     * @param name label of its metrics and name of its threads, e.g. {@code claims}
     * @param backoff pauses after {@link Next.Backoff}
     */
    public WorkQueue(String name, Backoff backoff, Ticker ticker, QueueMetrics metrics) {
        this.name = name;
        this.backoff = backoff;
        this.ticker = ticker;
        this.metrics = metrics;
        this.timer = new Timer(name + "-timer", ticker);
        metrics.watch(this);
    }

    public String name() {
        return name;
    }

    /** Asks for a pass as soon as a worker is free, whatever delay the key is in. After shut down: no effect. */
    public void add(K key) {
        lock.lock();
        try {
            if (closed || dirty.putIfAbsent(key, ticker.nanoTime()) != null) {
                return;
            }
            metrics.added(this);
            if (!running.containsKey(key)) {
                enqueue(key);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Asks for a pass after {@code delay}; an earlier delayed add of the key stays, a later one is replaced. */
    public void addAfter(K key, Duration delay) {
        if (!delay.isPositive()) {
            add(key);
            return;
        }
        lock.lock();
        try {
            if (!closed) {
                delay(key, ticker.nanoTime() + delay.toNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The object of the key is gone: failures and delay are dropped, so that one of the same name starts afresh. */
    public void forget(K key) {
        lock.lock();
        try {
            failures.remove(key);
            undelay(key);
        } finally {
            lock.unlock();
        }
    }

    /** Keys that wait for a worker now; neither delayed nor running ones. */
    public int depth() {
        lock.lock();
        try {
            return queued.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a key; empty once the queue is shut down, even when keys are left in it. */
    Optional<K> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queued.isEmpty() && !closed) {
                ready.await();
            }
            return closed ? Optional.empty() : Optional.of(start(queued.remove()));
        } finally {
            lock.unlock();
        }
    }

    /** Gives a taken key back after its pass. */
    void finish(K key, Next next) {
        lock.lock();
        try {
            Long started = running.remove(key);
            if (started == null) {
                throw new IllegalStateException("queue " + name + ": key " + key + " is not running");
            }
            metrics.finished(this, since(started));
            apply(key, next);
            if (dirty.containsKey(key)) {
                enqueue(key);
            }
            if (running.isEmpty()) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Refuses adds, drops delays and lets workers go; keys still queued are left, the next leader lists them anew. */
    void shutDown() {
        lock.lock();
        try {
            closed = true;
            timer.close();
            delayed.clear();
            ready.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until no key is running.
     *
     * @return the keys that are still running after {@code limit}; empty if all were given back
     */
    Set<K> awaitIdle(Duration limit) throws InterruptedException {
        long deadline = ticker.nanoTime() + limit.toNanos();
        lock.lockInterruptibly();
        try (Timer alarm = new Timer(name + "-drain", ticker)) {
            alarm.at(deadline, this::wakeIdle);
            while (!running.isEmpty() && deadline - ticker.nanoTime() > 0) {
                idle.await();
            }
            return Set.copyOf(running.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** How long each running pass has been running. */
    Collection<Duration> runningAges() {
        lock.lock();
        try {
            return List.copyOf(running.values().stream().map(this::since).toList());
        } finally {
            lock.unlock();
        }
    }

    /** Keys that the queue remembers for any reason: what must be empty when nothing is left to do. */
    Set<K> remembered() {
        lock.lock();
        try {
            Set<K> keys = new HashSet<>(dirty.keySet());
            keys.addAll(running.keySet());
            keys.addAll(delayed.keySet());
            keys.addAll(failures.keySet());
            return keys;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private K start(K key) {
        long now = ticker.nanoTime();
        Long added = dirty.remove(key);
        running.put(key, now);
        undelay(key);
        metrics.taken(this, added == null ? Duration.ZERO : since(added));
        return key;
    }

    @GuardedBy("lock")
    private void apply(K key, Next next) {
        switch (next) {
            case Next.Forget() -> failures.remove(key);
            case Next.Backoff(String reason) -> again(key, backoff.pauseAfter(failures.merge(key, 1, Integer::sum)));
            case Next.After(Duration delay, String reason) -> again(key, delay);
            case Next.Wait(String reason) -> {}
        }
    }

    @GuardedBy("lock")
    private void again(K key, Duration delay) {
        metrics.retried(this);
        addAfter(key, delay);
    }

    @GuardedBy("lock")
    private void enqueue(K key) {
        queued.add(key);
        ready.signal();
    }

    @GuardedBy("lock")
    private void delay(K key, long deadline) {
        Timer.Alarm earlier = delayed.get(key);
        if (earlier != null && earlier.deadline() - deadline <= 0) {
            return;
        }
        undelay(key);
        delayed.put(key, timer.at(deadline, () -> delayIsOver(key, deadline)));
    }

    @GuardedBy("lock")
    private void undelay(K key) {
        Timer.Alarm alarm = delayed.remove(key);
        if (alarm != null) {
            timer.cancel(alarm);
        }
    }

    private void delayIsOver(K key, long deadline) {
        lock.lock();
        try {
            Timer.Alarm alarm = delayed.get(key);
            // A delay that was replaced while its alarm went off is not over.
            if (alarm != null && alarm.deadline() == deadline) {
                delayed.remove(key);
                add(key);
            }
        } finally {
            lock.unlock();
        }
    }

    private void wakeIdle() {
        lock.lock();
        try {
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Duration since(long nanoTime) {
        return Duration.ofNanos(ticker.nanoTime() - nanoTime);
    }
}
