package io.csi4j.sidecar.launch;

import java.util.concurrent.Semaphore;

/**
 * Wakes the one thread that waits for it, when it is rung or when a moment has come. A ring while nobody waits is
 * kept; several rings count as one. The waiter looks for itself why it was woken.
 */
public final class Bell {
    private final Semaphore rings = new Semaphore(0);
    private final Ticker ticker;

    public Bell(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Wakes the waiter, or the next one to come. */
    public void ring() {
        rings.release();
    }

    /** Waits for a ring. */
    public void await() throws InterruptedException {
        rings.acquire();
        rings.drainPermits();
    }

    /**
     * Waits for a ring, or until {@link Ticker#nanoTime} has reached {@code deadline}.
     *
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public void awaitUntil(long deadline) throws InterruptedException {
        Thread alarm = Thread.ofVirtual().name("bell").start(() -> ringAt(deadline));
        try {
            await();
        } finally {
            alarm.interrupt();
        }
    }

    private void ringAt(long deadline) {
        try {
            ticker.pauseUntil(deadline);
            ring();
        } catch (InterruptedException e) {
            // Rung before the moment came: this thread is no longer needed.
            Thread.currentThread().interrupt();
        }
    }
}
