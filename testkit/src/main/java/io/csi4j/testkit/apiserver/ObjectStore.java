package io.csi4j.testkit.apiserver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All objects, the version of the whole, the changes that watches may still ask for, and the open watches. Mutable;
 * its lock is itself. Objects in it are never changed, only replaced.
 */
final class ObjectStore {
    private static final long FIRST_VERSION = 1000;
    /** Changes kept for watches that come back; older ones are compacted away. */
    private static final int HISTORY = 10_000;

    @GuardedBy("this")
    private final SortedMap<Key, JsonObject> objects = new TreeMap<>();

    @GuardedBy("this")
    private final List<Change> history = new ArrayList<>();

    @GuardedBy("this")
    private final List<Watch> watches = new ArrayList<>();

    @GuardedBy("this")
    private long version = FIRST_VERSION;

    /** Changes up to this version are forgotten. */
    @GuardedBy("this")
    private long compacted = FIRST_VERSION;

    /** Where an object is. */
    record Key(ResourceType type, String namespace, String name) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing((Key key) -> key.type.qualifiedName())
                .thenComparing(Key::namespace)
                .thenComparing(Key::name);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** Objects of one kind as they stood at one version. */
    record Listing(long version, List<JsonObject> objects) {}

    synchronized Optional<JsonObject> find(Key key) {
        return Optional.ofNullable(objects.get(key));
    }

    synchronized Listing list(ResourceType type) {
        return new Listing(
                version,
                objects.entrySet().stream()
                        .filter(entry -> entry.getKey().type().equals(type))
                        .map(Map.Entry::getValue)
                        .toList());
    }

    /** Puts an object that {@code wanted} describes under the next version and tells the watches. */
    synchronized JsonObject put(Key key, JsonObject wanted) {
        JsonObject object = withNextVersion(wanted);
        JsonObject before = objects.put(key, object);
        tell(new Change(key.type(), version, before, object, false));
        return object;
    }

    /** Takes an object away; {@code last} is its last state. */
    synchronized JsonObject remove(Key key, JsonObject last) {
        JsonObject object = withNextVersion(last);
        JsonObject before = objects.remove(key);
        tell(new Change(key.type(), version, before, object, true));
        return object;
    }

    /** Opens a watch; {@code since} null means: first everything there is. */
    synchronized Watch watch(ResourceType type, Selector selector, boolean bookmarks, @Nullable Long since) {
        Watch watch = new Watch(type, selector, bookmarks);
        if (since == null) {
            list(type).objects().forEach(watch::tellInitial);
            watch.bookmark(version, true);
        } else if (since < compacted) {
            watch.fail(ApiFailure.expired("too old resource version: " + since + " (" + compacted + ")"));
            return watch;
        } else {
            history.stream().filter(change -> change.version() > since).forEach(watch::tell);
        }
        watches.add(watch);
        notifyAll();
        return watch;
    }

    synchronized void close(Watch watch) {
        watches.remove(watch);
        notifyAll();
    }

    synchronized void endWatches() {
        watches.forEach(Watch::end);
        watches.clear();
        notifyAll();
    }

    synchronized void bookmark() {
        watches.forEach(watch -> watch.bookmark(version, false));
    }

    synchronized long watching(ResourceType type) {
        return watches.stream().filter(watch -> watch.type().equals(type)).count();
    }

    /** Forgets all changes so far: a watch or a page that builds on them gets 410. */
    synchronized void compact() {
        history.clear();
        compacted = version;
    }

    synchronized boolean isCompacted(long since) {
        return since < compacted;
    }

    /** Waits until {@code condition} holds; it is asked anew after every change and every opened or closed watch. */
    synchronized void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            wait();
        }
    }

    /** Makes every {@link #await} look again. */
    synchronized void wake() {
        notifyAll();
    }

    @GuardedBy("this")
    private JsonObject withNextVersion(JsonObject wanted) {
        version++;
        JsonObject object = wanted.deepCopy();
        object.getAsJsonObject("metadata").addProperty("resourceVersion", Long.toString(version));
        return object;
    }

    @GuardedBy("this")
    private void tell(Change change) {
        history.add(change);
        if (history.size() > HISTORY) {
            compacted = history.getFirst().version();
            history.removeFirst();
        }
        watches.forEach(watch -> watch.tell(change));
        notifyAll();
    }
}
