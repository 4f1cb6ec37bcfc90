package io.csi4j.controller.lease;

import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Lease;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One lease in memory, with versions, watches, and a switch for being down. */
final class FakeLeases implements LeaseStore {
    private final BlockingQueue<Lease> writes = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final List<FakeChanges> watches = new CopyOnWriteArrayList<>();
    private final boolean watchable;
    private @Nullable Lease current;
    private long version = 1;
    private final Semaphore pass = new Semaphore(1);
    private final Semaphore watchPass = new Semaphore(1);
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    private volatile boolean down;

    FakeLeases(boolean watchable) {
        this.watchable = watchable;
    }

    static FakeLeases heldByOther(ObjectKey key, boolean watchable) {
        FakeLeases leases = new FakeLeases(watchable);
        leases.put(lease(key, "other", 15, "renewed", 3));
        return leases;
    }

    static Lease lease(ObjectKey key, String holder, int seconds, String renewTime, int transitions) {
        return new Lease(
                Meta.ofNew(key), Map.of("theirs", "x"), List.of(), holder, seconds, "acquired", renewTime, transitions);
    }

    /** Every state written through the store, oldest first. */
    BlockingQueue<Lease> writes() {
        return writes;
    }

    /** Every request, with {@code !} behind those that got no answer. */
    BlockingQueue<String> requests() {
        return requests;
    }

    /** From now on requests wait for {@link #resume}. */
    void hang() {
        pass.acquireUninterruptibly();
    }

    void resume() {
        pass.release();
    }

    /** From now on watches are not opened until {@link #resumeWatches}. */
    void hangWatches() {
        watchPass.acquireUninterruptibly();
    }

    void resumeWatches() {
        watchPass.release();
    }

    /** Does that while the answer to the next read is on its way. */
    void meanwhile(Runnable what) {
        meanwhile.set(what);
    }

    void setDown(boolean wanted) {
        down = wanted;
    }

    synchronized Optional<Lease> current() {
        return Optional.ofNullable(current);
    }

    int watching() {
        return watches.size();
    }

    void awaitWatching() {
        while (watches.isEmpty()) {
            Thread.onSpinWait();
        }
    }

    /** Waits until whoever watches has dealt with everything the watch told. */
    void awaitAllSeen() {
        while (!watches.stream().allMatch(FakeChanges::isAllSeen)) {
            Thread.onSpinWait();
        }
    }

    /** Another process writes the lease. */
    synchronized void put(@Nullable Lease lease) {
        current = lease == null ? null : versioned(lease);
        watches.forEach(watch -> watch.tell(new Change(current, false)));
    }

    @Override
    public Reply<Lease> read() {
        Reply<Lease> reply = answer("read", () -> current == null ? new Reply.Absent<>() : new Reply.Found<>(current));
        meanwhile.getAndSet(() -> {}).run();
        return reply;
    }

    @Override
    public Reply<Lease> create(Lease lease) {
        return answer("create", () -> current == null ? written(lease) : new Reply.Exists<>());
    }

    @Override
    public Reply<Lease> replace(Lease lease) {
        return answer("replace", () -> {
            boolean same = current != null && current.resourceVersion().equals(lease.resourceVersion());
            return current == null ? new Reply.Absent<>() : same ? written(lease) : new Reply.Conflict<>("version");
        });
    }

    @Override
    public Reply<Changes> changesAfter(String resourceVersion) {
        if (!watchable) {
            return new Reply.Rejected<>(403, "Forbidden", "may not watch");
        }
        watchPass.acquireUninterruptibly();
        watchPass.release();
        FakeChanges watch = new FakeChanges();
        watches.add(watch);
        return new Reply.Found<>(watch);
    }

    private synchronized Reply<Lease> answer(String request, Supplier<Reply<Lease>> action) {
        requests.add(down ? request + "!" : request);
        pass.acquireUninterruptibly();
        pass.release();
        return down ? new Reply.Unreachable<>("connection refused", Duration.ZERO) : action.get();
    }

    private Reply<Lease> written(Lease lease) {
        put(lease);
        writes.add(current().orElseThrow());
        return new Reply.Found<>(current().orElseThrow());
    }

    private Lease versioned(Lease lease) {
        Meta meta = lease.meta();
        return new Lease(
                new Meta(meta.key(), "uid", Long.toString(version++), false, meta.annotations(), meta.finalizers()),
                lease.labels(),
                lease.owners(),
                lease.holder(),
                lease.durationSeconds(),
                lease.acquireTime(),
                lease.renewTime(),
                lease.transitions());
    }

    private final class FakeChanges implements Changes {
        private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
        private final AtomicInteger unseen = new AtomicInteger();
        private boolean told;

        void tell(Change change) {
            unseen.incrementAndGet();
            changes.add(change);
        }

        boolean isAllSeen() {
            return unseen.get() == 0;
        }

        @Override
        public Change next() {
            // Who asks for more has dealt with what was told before.
            if (told) {
                unseen.decrementAndGet();
            }
            try {
                Change change = changes.take();
                told = true;
                return change;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Change(null, true);
            }
        }

        @Override
        public void cancel() {
            tell(new Change(null, true));
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }
}
