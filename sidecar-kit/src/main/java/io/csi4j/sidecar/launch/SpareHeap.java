package io.csi4j.sidecar.launch;

/**
 * When a collection of the whole heap is worth it: the collector of one thread lets the heap grow to all it may have
 * before it looks at old objects, and never gives back what nobody asks for. So it is asked to once a burst of work is
 * over, and in the middle of one that makes the heap large. Mutable, for one thread.
 */
final class SpareHeap {
    /** Less than that is not worth stopping the program for some milliseconds, in a moment of calm. */
    private static final long WORTH_BYTES = 8L << 20;

    /** The same at the second look in a row that finds calm: then the work is over. */
    private static final long WORTH_AT_REST_BYTES = 2L << 20;

    /** What a program that only waits allocates between two looks, and more. */
    private static final long CALM_BYTES = 1L << 19;

    /** No program is stopped in its work for less; what a controller keeps of 50,000 volumes fits in. */
    private static final long LARGE_BYTES = 64L << 20;

    private long settledBytes;
    private long usedBefore;
    private boolean wasCalm;

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
        long worth = wasCalm ? WORTH_AT_REST_BYTES : WORTH_BYTES;
        wasCalm = isCalm;
        return isCalm ? heapBytes - settledBytes >= worth : isLarge(heapBytes);
    }

    /** A half more than was needed at the last collection: what a full cluster needs is not collected again and again. */
    private boolean isLarge(long heapBytes) {
        return heapBytes >= LARGE_BYTES && heapBytes - settledBytes >= settledBytes / 2;
    }

    /** What the collection left is what the program needs. */
    void collected(long heapBytes, long usedBytes) {
        settledBytes = heapBytes;
        usedBefore = usedBytes;
    }
}
