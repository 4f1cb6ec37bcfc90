package io.csi4j.controller.lease;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Lease;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the lease for a standby, so that it learns of a release at once instead of at its next try. Mutable; its
 * lock is itself. While it is not live, as without the right to watch, the standby has to poll.
 */
final class StandbyWatch implements AutoCloseable {
    private static final int FORBIDDEN = 403;

    private final LeaseStore store;
    private final Consumer<@Nullable Lease> seen;
    private final Runnable changed;

    @GuardedBy("this")
    private LeaseStore.@Nullable Changes changes;

    @GuardedBy("this")
    private @Nullable Thread reader;

    @GuardedBy("this")
    private boolean closed;

    /**
     * @param seen takes every new state, null if the lease was deleted
     * @param changed runs when the watch becomes live or is no longer
     */
    StandbyWatch(LeaseStore store, Consumer<@Nullable Lease> seen, Runnable changed) {
        this.store = store;
        this.seen = seen;
        this.changed = changed;
    }

    /** Begins to watch, unless it does already. */
    synchronized void open(String resourceVersion) {
        if (reader == null && !closed) {
            reader = Thread.ofVirtual().name("lease-watch").start(() -> watch(resourceVersion));
        }
    }

    synchronized boolean isLive() {
        return changes != null;
    }

    /** Ends for good and waits for the reading thread. */
    @Override
    public void close() {
        Thread reading = stop();
        if (reading != null) {
            try {
                reading.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized @Nullable Thread stop() {
        closed = true;
        if (changes != null) {
            changes.cancel();
        } else if (reader != null) {
            // It waits for the server to open the watch.
            reader.interrupt();
        }
        return reader;
    }

    private void watch(String resourceVersion) {
        Reply<LeaseStore.Changes> reply = store.changesAfter(resourceVersion);
        if (reply instanceof Reply.Found<LeaseStore.Changes>(LeaseStore.Changes open) && began(open)) {
            changed.run();
            for (LeaseStore.Change change = open.next(); !change.ended(); change = open.next()) {
                seen.accept(change.lease());
            }
        }
        ended(reply instanceof Reply.Rejected<LeaseStore.Changes>(int code, String reason, String message)
                && code == FORBIDDEN);
        changed.run();
    }

    private synchronized boolean began(LeaseStore.Changes open) {
        if (closed) {
            open.close();
            return false;
        }
        changes = open;
        return true;
    }

    /** @param forGood whether there is no use in trying again */
    private synchronized void ended(boolean forGood) {
        if (changes != null) {
            changes.close();
        }
        changes = null;
        reader = null;
        closed |= forGood;
    }
}
