package io.csi4j.provisioner.capacity;

import io.csi4j.controller.storage.StorageCapacity;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects there are for one key, sorted out: an object of another process is adopted if its place is free, and
 * everything else is deleted.
 *
 * @param kept the one to go on with, null if there is none
 * @param obsolete those to delete
 */
public record Found(@Nullable StorageCapacity kept, List<StorageCapacity> obsolete) {
    /** Whoever comes first by name stays, so that two processes would choose alike; what goes anyway comes last. */
    private static final Comparator<StorageCapacity> ORDER =
            Comparator.comparing(StorageCapacity::isDeleting).thenComparing(StorageCapacity::name);

    public Found {
        obsolete = List.copyOf(obsolete);
    }

    /** @param wanted whether there is to be an object for the key */
    public static Found of(boolean wanted, Collection<StorageCapacity> there) {
        var sorted = there.stream().sorted(ORDER).toList();
        StorageCapacity kept = wanted && !sorted.isEmpty() ? sorted.getFirst() : null;
        return new Found(
                kept,
                sorted.stream()
                        .skip(kept == null ? 0 : 1)
                        .filter(object -> !object.isDeleting())
                        .toList());
    }
}
