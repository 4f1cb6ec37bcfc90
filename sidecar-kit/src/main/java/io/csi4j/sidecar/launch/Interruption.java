package io.csi4j.sidecar.launch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * While open, the end of the program interrupts the thread that made this: whatever a start waits for is cut short.
 * After that the thread's later waits, such as draining, are left alone. Mutable, its lock is itself.
 */
public final class Interruption implements AutoCloseable {
    private final Thread thread = Thread.currentThread();

    @GuardedBy("this")
    private boolean open = true;

    @GuardedBy("this")
    private boolean happened;

    public Interruption(Shutdown shutdown) {
        shutdown.whenRequested(this::interrupt);
    }

    /** A part of the start that may wait for long. */
    public interface StartStep<T> {
        T take() throws InterruptedException;
    }

    /**
     * Takes a step of the start.
     *
     * @return what it answers; null if the program shall end meanwhile, which cuts every wait of the step short
     */
    public static <T> @Nullable T unlessEnding(Shutdown shutdown, StartStep<T> step) throws InterruptedException {
        try (var _ = new Interruption(shutdown)) {
            return step.take();
        } catch (InterruptedException | StartupException fault) {
            if (shutdown.requested()) {
                return null;
            }
            throw fault;
        }
    }

    /** Whether the thread was interrupted by this. */
    public synchronized boolean happened() {
        return happened;
    }

    /** Takes back an interrupt that nobody has seen yet. */
    @Override
    public synchronized void close() {
        open = false;
        if (happened) {
            var _ = Thread.interrupted();
        }
    }

    private synchronized void interrupt() {
        if (open) {
            happened = true;
            thread.interrupt();
        }
    }
}
