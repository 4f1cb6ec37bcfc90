package io.csi4j.controller.api;

import org.jspecify.annotations.Nullable;

/**
 * Lets equal values that come again and again share one instance: a thousand claims name a handful of classes, drivers
 * and phases. Holds at most one value a slot, the last one, so it never grows; a race between two readers costs a
 * second instance, nothing more. Only for immutable values whose fields are final.
 */
final class Pool {
    /** Shared by all readers: some 8 KiB of slots. */
    static final Pool SHARED = new Pool(2048);

    private final @Nullable Object[] slots;

    Pool(int slots) {
        this.slots = new Object[slots];
    }

    /** An instance equal to {@code value}: an earlier one if it is still there. */
    <T> T same(T value) {
        int hash = value.hashCode();
        int slot = Math.floorMod(hash ^ (hash >>> 15), slots.length);
        Object earlier = slots[slot];
        if (earlier != null && value.equals(earlier)) {
            @SuppressWarnings("unchecked") // Equal values of our records and collections have the same type.
            T same = (T) earlier;
            return same;
        }
        slots[slot] = value;
        return value;
    }
}
