package io.csi4j.nfs.share.direct;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes the loop from its sleep in poll(2), by an event descriptor, and rings only if it sleeps: under load nearly all
 * calls find it awake. Mutable, for all threads.
 */
final class LoopBell {
    private final Libnfs libnfs;
    private final int descriptor;
    private final MemorySegment one;
    private final MemorySegment count;
    private final AtomicBoolean asleep = new AtomicBoolean();

    @GuardedBy("this")
    private boolean isClosed;

    LoopBell(Libnfs libnfs, Arena arena) {
        this.libnfs = libnfs;
        this.descriptor = libnfs.newEventDescriptor();
        this.one = arena.allocateFrom(JAVA_LONG, 1L);
        this.count = arena.allocate(JAVA_LONG);
    }

    /** What the loop polls: readable once somebody rang. */
    int descriptor() {
        return descriptor;
    }

    /** After the loop was given something to do. */
    void ring() {
        if (asleep.compareAndSet(true, false)) {
            write();
        }
    }

    private synchronized void write() {
        if (!isClosed) {
            libnfs.write(descriptor, one);
        }
    }

    /** Before the loop looks for the last time whether there is something to do: what comes later will ring. */
    void beginSleep() {
        asleep.set(true);
    }

    void endSleep() {
        asleep.set(false);
    }

    /** Takes note of the ringing. */
    void hear() {
        libnfs.read(descriptor, count);
    }

    /** Once nobody polls it any more. */
    synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            libnfs.close(descriptor);
        }
    }
}
