package io.csi4j.nfs.share.direct;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Native memory for the arguments of one call after the other, all zeros when it is given. Nearly all calls are small,
 * and so take the same room each time; what does not fit gets memory of its own. Mutable, for the thread of the loop.
 */
final class CallMemory implements SegmentAllocator, AutoCloseable {
    static final int ROOM = 8 * 1024;

    private final MemorySegment room;
    private long used;
    private @Nullable Arena more;

    /** @param arena keeps the room */
    CallMemory(Arena arena) {
        room = arena.allocate(ROOM, Long.BYTES);
    }

    @Override
    public MemorySegment allocate(long size, long alignment) {
        long from = (used + alignment - 1) & -alignment;
        if (from + size <= ROOM) {
            used = from + size;
            return room.asSlice(from, size);
        }
        if (more == null) {
            more = Arena.ofConfined();
        }
        return more.allocate(size, alignment);
    }

    /** The call is encoded: all it was given is taken back. */
    @Override
    public void close() {
        room.asSlice(0, used).fill((byte) 0);
        used = 0;
        if (more != null) {
            more.close();
            more = null;
        }
    }
}
