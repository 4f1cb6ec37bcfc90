package io.csi4j.controller.work;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One lock per key, across queues: what creates a volume and what deletes it never run at once
 * (kubernetes-csi/external-provisioner issue 1469). Mutable; its lock is itself. Remembers only keys that are held or
 * waited for.
 *
 * @param <K> equality by value
 */
public final class KeyLocks<K> {
    @GuardedBy("this")
    private final Map<K, Slot> slots = new HashMap<>();

    /** A held key; closing it, also more than once, lets the next one in. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** {@code users} hold the permit or wait for it; guarded by the owning {@link KeyLocks}. */
    private static final class Slot {
        private final Semaphore permit = new Semaphore(1, true);
        private int users;
    }

    /** Waits until nobody holds the key. Not reentrant: a thread that holds the key already would wait for itself. */
    public Held hold(K key) throws InterruptedException {
        Slot slot = enter(key);
        try {
            slot.permit.acquire();
        } catch (InterruptedException e) {
            leave(key, slot);
            throw e;
        }
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                slot.permit.release();
                leave(key, slot);
            }
        };
    }

    /** How many threads hold the key or wait for it now. */
    synchronized int users(K key) {
        Slot slot = slots.get(key);
        return slot == null ? 0 : slot.users;
    }

    private synchronized Slot enter(K key) {
        Slot slot = slots.computeIfAbsent(key, k -> new Slot());
        slot.users++;
        return slot;
    }

    private synchronized void leave(K key, Slot slot) {
        slot.users--;
        if (slot.users == 0) {
            slots.remove(key);
        }
    }
}
