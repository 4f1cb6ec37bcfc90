package io.csi4j.resizer.expand;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.Volume;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What changes on a volume: contract external-resizer.md, 3 and 4.5. Pure; an empty change means none is needed. */
final class VolumeGrowth {
    private VolumeGrowth() {}

    /**
     * The new size, and the size before while the node still has to follow.
     *
     * @param remembers whether the size before is kept for a volume that is bound anew meanwhile
     */
    static Map<String, @Nullable Object> grown(Volume volume, Claim claim, Expansion.Done done, boolean remembers) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        Quantity before = claim.status().capacity();
        boolean keeps = remembers
                && done.onNode()
                && before != null
                && volume.annotation(Annotations.PRE_RESIZE_CAPACITY).isEmpty();
        boolean grows = !done.size().equals(volume.spec().capacity());
        if (keeps || grows) {
            tree.put(
                    "metadata",
                    meta(
                            volume,
                            before != null && keeps
                                    ? Map.of(Annotations.PRE_RESIZE_CAPACITY, before.text())
                                    : Map.of()));
        }
        if (grows) {
            tree.put("spec", Map.of("capacity", Map.of("storage", done.size().text())));
        }
        return tree;
    }

    /** Forgets the size before once the claim has the new one. */
    static Map<String, @Nullable Object> settled(Volume volume, Claim claim) {
        boolean settled = volume.annotation(Annotations.PRE_RESIZE_CAPACITY).isPresent()
                && claim.status().capacity() != null
                && claim.capacityBytes() >= volume.capacityBytes();
        if (!settled) {
            return Map.of();
        }
        Map<String, @Nullable Object> removed = new LinkedHashMap<>();
        removed.put(Annotations.PRE_RESIZE_CAPACITY, null);
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("metadata", meta(volume, removed));
        return tree;
    }

    private static Map<String, @Nullable Object> meta(
            Volume volume, Map<String, ? extends @Nullable Object> annotations) {
        Map<String, @Nullable Object> meta = new LinkedHashMap<>();
        meta.put("uid", volume.uid());
        if (!annotations.isEmpty()) {
            meta.put("annotations", annotations);
        }
        return meta;
    }
}
