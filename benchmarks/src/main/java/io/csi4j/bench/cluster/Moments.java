package io.csi4j.bench.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When each of many objects first did what is waited for, by the monotonic clock. Mutable; its lock is itself. */
public final class Moments {
    private final Map<String, Long> byName = new HashMap<>();

    /** It happened now, unless it has happened before. */
    public synchronized void mark(String name) {
        if (byName.putIfAbsent(name, System.nanoTime()) == null) {
            notifyAll();
        }
    }

    public synchronized int count() {
        return byName.size();
    }

    /** Waits until that many have happened or the span is over; answers whether they have. */
    public synchronized boolean await(int count, Duration span) {
        long end = System.nanoTime() + span.toNanos();
        try {
            for (long left = span.toMillis(); byName.size() < count && left > 0; ) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return byName.size() >= count;
    }

    /** Seconds from the start (of {@link System#nanoTime}) to each, in no order. */
    public synchronized List<Double> secondsSince(long start) {
        return byName.values().stream().map(moment -> (moment - start) / 1e9).toList();
    }

    /** When it happened to that one; null if it has not. */
    public synchronized @Nullable Long of(String name) {
        return byName.get(name);
    }
}
