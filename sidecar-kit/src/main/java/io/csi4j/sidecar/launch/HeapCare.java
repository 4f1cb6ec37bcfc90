package io.csi4j.sidecar.launch;

import io.csi4j.sidecar.log.Log;

/** Keeps the heap as small as its objects allow, for a program that has the process to itself. */
final class HeapCare {
    private static final long EACH_MILLIS = 2_000;
    private static final Log LOG = Log.of(HeapCare.class);

    private final Runtime runtime = Runtime.getRuntime();
    private final SpareHeap spare = new SpareHeap(runtime.totalMemory());

    private HeapCare() {}

    /** Looks each 2 s as long as the process lives. */
    static void start() {
        var care = new HeapCare();
        Thread.ofVirtual().name("heap care").start(care::lookForEver);
    }

    private void lookForEver() {
        try {
            while (true) {
                Thread.sleep(EACH_MILLIS);
                look();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        long before = runtime.totalMemory();
        if (!spare.isWorthCollecting(before, used())) {
            return;
        }
        System.gc();
        spare.collected(runtime.totalMemory(), used());
        LOG.v(5).info("heap given back", "before", before, "after", runtime.totalMemory());
    }

    private long used() {
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
