package io.csi4j.controller.codec;

import org.jspecify.annotations.Nullable;

/**
 * Lets equal values that come again and again share one instance: a thousand claims name a handful of classes, drivers
 * and phases. Holds the last few values of each row of slots, so it never grows, and so values of one hash that take
 * turns do not drive each other out; a race between two readers costs a second instance, nothing more. Only for
 * immutable values whose fields are final.
 */
public final class Pool {
    private static final int ROW = 4;

    /** Shared by all readers: some 8 KiB of slots. */
    public static final Pool SHARED = new Pool(512);

    private final @Nullable Object[] slots;

    /** @param rows of four values each */
    Pool(int rows) {
        this.slots = new Object[rows * ROW];
    }

    /** An instance equal to {@code value}: an earlier one if it is still there. */
    public <T> T same(T value) {
        int hash = value.hashCode();
        int row = Math.floorMod(hash ^ (hash >>> 15), slots.length / ROW) * ROW;
        for (int slot = row; slot < row + ROW; slot++) {
            Object earlier = slots[slot];
            if (earlier != null && value.equals(earlier)) {
                @SuppressWarnings("unchecked") // Equal values of our records and collections have the same type.
                T same = (T) earlier;
                return same;
            }
        }
        System.arraycopy(slots, row, slots, row + 1, ROW - 1);
        slots[row] = value;
        return value;
    }
}
