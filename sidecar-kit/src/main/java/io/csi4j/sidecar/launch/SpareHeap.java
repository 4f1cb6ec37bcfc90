package io.csi4j.sidecar.launch;

/**
 * When a collection of the whole heap is worth it: after a burst of work, the heap keeps the size it had grown to, as
 * the collector of one thread never gives back what nobody asks for. Mutable, for one thread.
 */
final class SpareHeap {
    /** Less than that is not worth stopping the program for some milliseconds. */
    private static final long WORTH_BYTES = 8L << 20;

    /** What a program that only waits allocates between two looks, and more. */
    private static final long CALM_BYTES = 1L << 19;

    private long settledBytes;
    private long usedBefore;

    /** @param heapBytes the heap's size at the start */
    SpareHeap(long heapBytes) {
        settledBytes = heapBytes;
    }

    /**
     * One look.
     *
     * @param heapBytes the size it has
     * @param usedBytes how much of it objects take, dead ones included
     */
    boolean isWorthCollecting(long heapBytes, long usedBytes) {
        boolean isCalm = Math.abs(usedBytes - usedBefore) < CALM_BYTES;
        usedBefore = usedBytes;
        return isCalm && heapBytes - settledBytes >= WORTH_BYTES;
    }

    /** What the collection left is what the program needs. */
    void collected(long heapBytes, long usedBytes) {
        settledBytes = heapBytes;
        usedBefore = usedBytes;
    }
}
