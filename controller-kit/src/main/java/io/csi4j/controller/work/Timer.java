package io.csi4j.controller.work;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.sidecar.launch.Ticker;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs short actions when their moment has come, all on one virtual thread that lives from the first action to
 * {@link #close}. Mutable; its lock is itself. Actions run without that lock, must not block and must not throw.
 */
final class Timer implements AutoCloseable {
    private final String name;
    private final Ticker ticker;

    @GuardedBy("this")
    private final TreeSet<Alarm> alarms = new TreeSet<>(Alarm.BY_DEADLINE);

    @GuardedBy("this")
    private long nextSequence;

    @GuardedBy("this")
    private @Nullable Thread thread;

    @GuardedBy("this")
    private boolean closed;

    Timer(String name, Ticker ticker) {
        this.name = name;
        this.ticker = ticker;
    }

    /** One action to come; {@code deadline} is in {@link Ticker#nanoTime} terms. */
    record Alarm(long deadline, long sequence, Runnable action) {
        // Differences and not values: the nanosecond clock may run over.
        private static final Comparator<Alarm> BY_DEADLINE =
                ((Comparator<Alarm>) (a, b) -> Long.signum(a.deadline - b.deadline)).thenComparingLong(Alarm::sequence);
    }

    /** Runs {@code action} once {@code deadline} is reached, unless cancelled or closed before. */
    synchronized Alarm at(long deadline, Runnable action) {
        Alarm alarm = new Alarm(deadline, nextSequence++, action);
        if (!closed) {
            alarms.add(alarm);
            wakeIfFirst(alarm);
        }
        return alarm;
    }

    synchronized void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    /** Drops what is still to come and ends the thread. */
    @Override
    public synchronized void close() {
        closed = true;
        alarms.clear();
        if (thread != null) {
            thread.interrupt();
        }
    }

    @GuardedBy("this")
    private void wakeIfFirst(Alarm alarm) {
        if (thread == null) {
            thread = Thread.ofVirtual().name(name).start(this::run);
        } else if (alarm.equals(alarms.first())) {
            // The one meaning an interrupt has for this thread: look again at what comes first.
            thread.interrupt();
        }
    }

    private void run() {
        while (true) {
            try {
                Alarm next = first();
                if (next == null) {
                    return;
                }
                ticker.pauseUntil(next.deadline());
                if (claim(next)) {
                    next.action().run();
                }
            } catch (InterruptedException e) {
                // Not an end: the first alarm changed, or close() was called, which first() sees.
            }
        }
    }

    /** Waits for an alarm to be there; null once closed. */
    private synchronized @Nullable Alarm first() throws InterruptedException {
        while (alarms.isEmpty() && !closed) {
            wait();
        }
        return closed ? null : alarms.first();
    }

    private synchronized boolean claim(Alarm alarm) {
        return alarms.remove(alarm);
    }
}
