package io.csi4j.nfs.share.direct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/** The descriptors of poll(2) and what each is ready for, turn after turn. Mutable, for the thread of the loop. */
final class PollSet {
    /** {@code POLLIN}. */
    static final short READABLE = 1;

    /** {@code POLLOUT}. */
    static final int WRITABLE = 4;

    /** {@code struct pollfd}: descriptor, wanted events, returned events. */
    private static final int ENTRY_SIZE = 8;

    private static final int WANTED = 4;
    private static final int RETURNED = 6;

    /** Room at the start: more servers than most clusters have. */
    private static final int FEW = 16;

    /** {@code POLLERR}. */
    private static final int FAULT = 8;

    /** {@code POLLHUP}. */
    private static final int HANG_UP = 16;

    private final SegmentAllocator memory;
    private MemorySegment entries;
    private int size;

    PollSet(SegmentAllocator memory) {
        this.memory = memory;
        this.entries = memory.allocate((long) FEW * ENTRY_SIZE, Long.BYTES);
    }

    /** Empties it, and makes room for so many; what it took before is not given back. */
    void begin(int count) {
        size = 0;
        if ((long) count * ENTRY_SIZE > entries.byteSize()) {
            entries = memory.allocate(2L * count * ENTRY_SIZE, Long.BYTES);
        }
    }

    void add(int descriptor, short wanted) {
        entries.set(JAVA_INT, (long) size * ENTRY_SIZE, descriptor);
        entries.set(JAVA_SHORT, (long) size * ENTRY_SIZE + WANTED, wanted);
        size++;
    }

    MemorySegment entries() {
        return entries;
    }

    int size() {
        return size;
    }

    /** Events of the descriptor added at that place; 0 if it is not ready. */
    int returned(int index) {
        int events = entries.get(JAVA_SHORT, (long) index * ENTRY_SIZE + RETURNED);
        // With both, libnfs would tell of the hang-up only and not of the fault that led to it.
        return (events & FAULT) == 0 ? events : events & ~HANG_UP;
    }
}
