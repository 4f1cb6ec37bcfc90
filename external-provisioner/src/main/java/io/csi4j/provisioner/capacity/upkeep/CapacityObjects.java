package io.csi4j.provisioner.capacity.upkeep;

import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.StorageCapacity;
import io.csi4j.controller.watch.Index;
import io.csi4j.controller.watch.Store;
import io.csi4j.provisioner.capacity.CapacityKey;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Our capacity objects as the cluster last told them, by what they are for. Mutable: a store and its index. */
final class CapacityObjects {
    private final Store<StorageCapacity> store = Store.ofAll();
    private final Index<StorageCapacity> byKey =
            store.index(object -> List.of(CapacityKey.of(object).text()));
    private final Store.Subscription<StorageCapacity> ourselves;

    /** @param changed hears what changed objects are for, unless we changed them ourselves */
    CapacityObjects(Consumer<CapacityKey> changed) {
        ourselves = store.subscribe(change -> changed.accept(CapacityKey.of(change.latest())));
    }

    /** Writes an object, and takes the answer in: only what others change meanwhile counts as changed. */
    Reply<StorageCapacity> write(CapacityKey key, Supplier<Reply<StorageCapacity>> request) {
        return store.write(ourselves, object -> CapacityKey.of(object).equals(key), request);
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
