package io.csi4j.controller.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind as the cluster last told them. Mutable: all writes go under the lock of the store, reads
 * need none.
 *
 * <p>A state older than the one held never replaces it: our own writes are put in by {@link #put} as soon as they are
 * answered, and the watch that tells of them (or of what was before) comes later.
 *
 * @param <T> the kind
 */
public final class Store<T extends KubeObject> {
    private static final Log LOG = Log.of(Store.class);

    private final Predicate<? super T> keep;
    private final ConcurrentHashMap<ObjectKey, T> byKey = new ConcurrentHashMap<>();
    /** Made when first asked for: most stores are never asked, and an entry takes as much as one by key. */
    private volatile @Nullable ConcurrentHashMap<String, T> byUid;

    private final List<Index<T>> indexes = new CopyOnWriteArrayList<>();
    private final CountDownLatch synced = new CountDownLatch(1);

    @GuardedBy("this")
    private final List<Subscription<T>> subscriptions = new ArrayList<>();

    /** Writes of listeners that are not answered yet. */
    @GuardedBy("this")
    private final List<OwnWrite<T>> ownWrites = new ArrayList<>();

    /** Everything up to here has been told by the watch. */
    @GuardedBy("this")
    private long toldUpTo = Version.UNKNOWN;

    @GuardedBy("this")
    private boolean trustsVersions = true;

    private Store(Predicate<? super T> keep) {
        this.keep = keep;
    }

    /** Keeps every object the reflector tells of. */
    public static <T extends KubeObject> Store<T> ofAll() {
        return new Store<>(value -> true);
    }

    /** Keeps only those that pass; one that no longer passes counts as deleted. */
    public static <T extends KubeObject> Store<T> of(Predicate<? super T> keep) {
        return new Store<>(keep);
    }

    public Optional<T> get(ObjectKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    public Optional<T> byUid(String uid) {
        ConcurrentHashMap<String, T> made = byUid;
        return Optional.ofNullable((made == null ? makeByUid() : made).get(uid));
    }

    private synchronized ConcurrentHashMap<String, T> makeByUid() {
        ConcurrentHashMap<String, T> made = byUid;
        if (made == null) {
            made = new ConcurrentHashMap<>();
            for (T value : byKey.values()) {
                made.put(value.uid(), value);
            }
            byUid = made;
        }
        return made;
    }

    /** A view of all objects, in no order; objects that come or go while it is walked may or may not show. */
    public Collection<T> all() {
        return Collections.unmodifiableCollection(byKey.values());
    }

    public int size() {
        return byKey.size();
    }

    /**
     * Adds an index, best before the reflector starts.
     *
     * @param terms what an object is found by; none, one or several, always the same for the same object
     */
    public synchronized Index<T> index(Function<? super T, ? extends Collection<String>> terms) {
        Index<T> index = new Index<>(terms);
        byKey.values().forEach(index::add);
        indexes.add(index);
        return index;
    }

    /** Tells {@code listener} of every object there is as added, and then of every change. */
    public synchronized Subscription<T> subscribe(Listener<T> listener) {
        Subscription<T> subscription = new Subscription<>(listener);
        subscriptions.add(subscription);
        byKey.values().forEach(value -> subscription.tell(new Change.Added<>(value)));
        return subscription;
    }

    /** Who listens; lets a listener leave out its own writes. */
    public static final class Subscription<T> {
        private final Listener<T> listener;

        private Subscription(Listener<T> listener) {
            this.listener = listener;
        }

        /** A faulty listener must not stop the store nor the other listeners. */
        private void tell(Change<T> change) {
            try {
                listener.changed(change);
            } catch (RuntimeException e) {
                LOG.bug(e, "listener failed");
            }
        }
    }

    public synchronized void unsubscribe(Subscription<T> subscription) {
        subscriptions.remove(subscription);
    }

    /** Whether the store has once held all objects there were. */
    public boolean isSynced() {
        return synced.getCount() == 0;
    }

    /**
     * Waits until the store has once held all objects there were.
     *
     * @return false if that did not happen within {@code longest}
     */
    public boolean awaitSynced(Duration longest) throws InterruptedException {
        return synced.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Takes in the answer to a write of our own before the watch tells of it.
     *
     * @return false if the store already knows more: a newer state, or that the object is gone again
     */
    public boolean put(T written) {
        return put(written, null);
    }

    /** The same, telling everyone but {@code writer}, who knows what it wrote. */
    public synchronized boolean put(T written, @Nullable Subscription<T> writer) {
        long version = Version.of(written.resourceVersion());
        T held = byKey.get(written.key());
        // What the watch has passed and the store does not hold is gone, or not to be kept.
        boolean passed = version != Version.UNKNOWN && version <= toldUpTo;
        if (passed || (held != null && isOlder(written, held))) {
            return false;
        }
        accept(written, held, writer);
        return true;
    }

    /**
     * Sends a write of our own, and takes in its answer as {@link #put(KubeObject, Subscription)} does. The watch may
     * tell of the write before there is an answer: what it tells meanwhile of the object, {@code writer} hears
     * afterwards and without the state that is the answer, all of it if there is none. Everybody else hears it at once.
     * What others changed before the write shows in the answer, and may show nowhere else.
     *
     * @param concerned whether an object may be the one that is written; its name may be the server's to choose
     */
    public Reply<T> write(Subscription<T> writer, Predicate<? super T> concerned, Supplier<Reply<T>> request) {
        OwnWrite<T> write = new OwnWrite<>(writer, concerned);
        begin(write);
        String answered = "";
        try {
            Reply<T> reply = request.get();
            if (reply instanceof Reply.Found<T>(T written)) {
                put(written, writer);
                answered = written.resourceVersion();
            }
            return reply;
        } finally {
            end(write, answered);
        }
    }

    private synchronized void begin(OwnWrite<T> write) {
        ownWrites.add(write);
    }

    private synchronized void end(OwnWrite<T> write, String answered) {
        ownWrites.remove(write);
        write.newsBeside(answered).forEach(change -> offer(change, write.writer));
    }

    /**
     * A state the watch or list tells.
     *
     * @return whether the store now holds an object of that key
     */
    synchronized boolean told(T value) {
        T held = byKey.get(value.key());
        return (held != null && isOlder(value, held)) || accept(value, held, null);
    }

    /** A deletion the watch tells; {@code value} is the last state. */
    synchronized void toldGone(T value) {
        T held = byKey.get(value.key());
        if (held != null && held.uid().equals(value.uid())) {
            drop(held, value);
        }
    }

    /** The watch has told everything up to {@code resourceVersion}. */
    synchronized void toldUpTo(String resourceVersion) {
        toldUpTo = Math.max(toldUpTo, Version.of(resourceVersion));
    }

    /** A whole list has been told: what it did not name is gone, unless we wrote it after the list was made. */
    synchronized void toldAll(Set<ObjectKey> named, String resourceVersion) {
        long listed = Version.of(resourceVersion);
        for (T held : List.copyOf(byKey.values())) {
            long version = Version.of(held.resourceVersion());
            boolean later = trustsVersions && listed != Version.UNKNOWN && version > listed;
            if (!named.contains(held.key()) && !later) {
                drop(held, held);
            }
        }
        trustsVersions = true;
        toldUpTo(resourceVersion);
        synced.countDown();
    }

    /**
     * Believes the server's next list whatever versions it has: it has gone back in time, as after the restore of a
     * backup.
     */
    synchronized void forgetVersions() {
        toldUpTo = Version.UNKNOWN;
        trustsVersions = false;
    }

    @GuardedBy("this")
    private boolean isOlder(T value, T held) {
        long version = Version.of(value.resourceVersion());
        return trustsVersions && version != Version.UNKNOWN && version < Version.of(held.resourceVersion());
    }

    @GuardedBy("this")
    private boolean accept(T value, @Nullable T held, @Nullable Subscription<T> writer) {
        if (!keep.test(value)) {
            if (held != null) {
                drop(held, held);
            }
            return false;
        }
        // Of another UID: deleted and made anew under the same name while nobody looked.
        if (held != null && !held.uid().equals(value.uid())) {
            drop(held, held);
        } else if (held != null) {
            replace(held, value, writer);
            return true;
        }
        hold(value);
        tell(new Change.Added<>(value), writer);
        return true;
    }

    @GuardedBy("this")
    private void replace(T held, T value, @Nullable Subscription<T> writer) {
        // The watch's echo of a state we have is no news.
        if (!held.resourceVersion().equals(value.resourceVersion())) {
            indexes.forEach(index -> index.remove(held));
            hold(value);
            tell(new Change.Updated<>(held, value), writer);
        }
    }

    @GuardedBy("this")
    private void hold(T value) {
        byKey.put(value.key(), value);
        ConcurrentHashMap<String, T> made = byUid;
        if (made != null) {
            made.put(value.uid(), value);
        }
        indexes.forEach(index -> index.add(value));
    }

    /** Takes {@code held} out; {@code last} is the last state known. */
    @GuardedBy("this")
    private void drop(T held, T last) {
        byKey.remove(held.key());
        ConcurrentHashMap<String, T> made = byUid;
        if (made != null) {
            made.remove(held.uid());
        }
        indexes.forEach(index -> index.remove(held));
        tell(new Change.Deleted<>(last), null);
    }

    @GuardedBy("this")
    @SuppressWarnings("ReferenceEquality") // A subscription is who it is.
    private void tell(Change<T> change, @Nullable Subscription<T> except) {
        for (Subscription<T> subscription : subscriptions) {
            if (subscription != except) {
                offer(change, subscription);
            }
        }
    }

    /** Tells a listener, if not now then when its own write is answered. */
    @GuardedBy("this")
    private void offer(Change<T> change, Subscription<T> listener) {
        for (OwnWrite<T> write : ownWrites) {
            if (write.keepsBack(change, listener)) {
                return;
            }
        }
        listener.tell(change);
    }
}
