package io.csi4j.controller.work;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.sidecar.launch.Ticker;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys whose last try was infeasible, kept for a fixed time in which they are not tried again. Each entry remembers
 * the UID of the StorageClass the try was made with: a class created anew under another UID lifts the entry. Mutable;
 * its lock is itself. Contract common.md, section 9; external-provisioner.md, section 7.3.
 *
 * <p>Nothing runs in the background: a reconciler that finds its key here answers
 * {@code Next.after(set.timeRemaining(key), ...)}, and entries that are over go when the next one comes.
 *
 * @param <K> equality by value
 */
public final class SlowSet<K> {
    private final Duration retention;
    private final Ticker ticker;

    /** In the order of adding, which is the order of expiry. */
    @GuardedBy("this")
    private final Map<K, Entry> entries = new LinkedHashMap<>();

    /** @param retention how long a key stays, more than zero */
    public SlowSet(Duration retention, Ticker ticker) {
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("need retention > 0, got " + retention);
        }
        this.retention = retention;
        this.ticker = ticker;
    }

    private record Entry(long addedAt, String classUid) {}

    /**
     * Adds a key that is not there; one that is keeps its time and class.
     *
     * @param classUid UID of the class of the try, empty if it had none
     * @return whether it was added
     */
    public synchronized boolean add(K key, String classUid) {
        dropExpired();
        return entries.putIfAbsent(key, new Entry(ticker.nanoTime(), classUid)) == null;
    }

    /** Whether the key was added less than the retention ago. */
    public synchronized boolean contains(K key) {
        return timeRemaining(key).isPositive();
    }

    /** As {@link #contains(Object)}, but a key added with another class is taken out and answers false. */
    public synchronized boolean contains(K key, String classUid) {
        Entry entry = entries.get(key);
        if (entry != null && !entry.classUid().equals(classUid)) {
            entries.remove(key);
        }
        return contains(key);
    }

    /** Retention minus age: zero if absent, zero or negative if over. */
    public synchronized Duration timeRemaining(K key) {
        Entry entry = entries.get(key);
        return entry == null ? Duration.ZERO : retention.minus(age(entry));
    }

    public synchronized void remove(K key) {
        entries.remove(key);
    }

    /** Entries held, those over but not yet dropped included. */
    synchronized int size() {
        return entries.size();
    }

    @GuardedBy("this")
    private void dropExpired() {
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext() && age(oldest.next()).compareTo(retention) >= 0) {
            oldest.remove();
        }
    }

    private Duration age(Entry entry) {
        return Duration.ofNanos(ticker.nanoTime() - entry.addedAt());
    }
}
