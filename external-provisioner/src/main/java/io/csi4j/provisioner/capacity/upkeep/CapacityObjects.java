package io.csi4j.provisioner.capacity.upkeep;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.StorageCapacity;
import io.csi4j.controller.watch.Index;
import io.csi4j.controller.watch.Store;
import io.csi4j.provisioner.capacity.CapacityKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Our capacity objects as the cluster last told them, by what they are for. Mutable: a store and its index, and what is
 * being written.
 */
final class CapacityObjects {
    private final Store<StorageCapacity> store = Store.ofAll();
    private final Index<StorageCapacity> byKey =
            store.index(object -> List.of(CapacityKey.of(object).text()));
    private final Store.Subscription<StorageCapacity> ourselves;
    private final Consumer<CapacityKey> changed;

    /** Versions the watch told of an object while we were writing it, by what the object is for. */
    @GuardedBy("toldMeanwhile")
    private final Map<String, List<String>> toldMeanwhile = new HashMap<>();

    /** @param changed hears what changed objects are for, unless we changed them ourselves */
    CapacityObjects(Consumer<CapacityKey> changed) {
        this.changed = changed;
        ourselves = store.subscribe(change -> told(change.latest()));
    }

    private void told(StorageCapacity object) {
        CapacityKey key = CapacityKey.of(object);
        synchronized (toldMeanwhile) {
            List<String> told = toldMeanwhile.get(key.text());
            if (told != null) {
                told.add(object.resourceVersion());
                return;
            }
        }
        changed.accept(key);
    }

    /**
     * Writes an object, and takes the answer in. The watch may tell of it before there is an answer: only what others
     * changed meanwhile counts as changed.
     */
    Reply<StorageCapacity> write(CapacityKey key, Supplier<Reply<StorageCapacity>> request) {
        synchronized (toldMeanwhile) {
            toldMeanwhile.put(key.text(), new ArrayList<>(1));
        }
        String ours = "";
        try {
            Reply<StorageCapacity> reply = request.get();
            if (reply instanceof Reply.Found<StorageCapacity>(var object)) {
                ours = object.resourceVersion();
                store.put(object, ourselves);
            }
            return reply;
        } finally {
            written(key, ours);
        }
    }

    private void written(CapacityKey key, String ours) {
        List<String> told;
        synchronized (toldMeanwhile) {
            told = toldMeanwhile.remove(key.text());
        }
        if (told != null && told.stream().anyMatch(version -> !version.equals(ours))) {
            changed.accept(key);
        }
    }

    /** For the watch alone to fill. */
    Store<StorageCapacity> store() {
        return store;
    }

    List<StorageCapacity> of(CapacityKey key) {
        return byKey.find(key.text());
    }

    boolean exist(CapacityKey key) {
        return !of(key).isEmpty();
    }

    /** What each object is for; a key shows once for each of its objects. */
    Stream<CapacityKey> keys() {
        return store.all().stream().map(CapacityKey::of);
    }

    int size() {
        return store.size();
    }
}
