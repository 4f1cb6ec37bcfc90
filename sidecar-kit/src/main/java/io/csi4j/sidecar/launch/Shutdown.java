package io.csi4j.sidecar.launch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish that the program end, with the code it shall end with; mutable, its lock is itself. It only asks: the
 * program drains, then returns the code to {@link Launch#program}. The first request wins.
 */
public final class Shutdown {
    private static final Log LOG = Log.of(Shutdown.class);

    private final CountDownLatch latch = new CountDownLatch(1);

    @GuardedBy("this")
    private final List<Runnable> listeners = new ArrayList<>();

    @GuardedBy("this")
    private Exit exit = Exit.OK;

    private Shutdown() {}

    /**
     * SIGTERM and SIGINT request it with {@link Exit#OK}. The process then lives until the program returns or
     * {@link Launch#endNow} is called; further signals change nothing, the kubelet's SIGKILL bounds the drain.
     */
    public static Shutdown onSignals() {
        Shutdown shutdown = new Shutdown();
        ProcessEnd.onSignal(() -> shutdown.request(Exit.OK));
        return shutdown;
    }

    /** Requested by the caller alone: for programs that run inside another process, and for tests. */
    public static Shutdown onRequest() {
        return new Shutdown();
    }

    /** Asks the program to end with that code; later requests change nothing. Runs the listeners in order. */
    public void request(Exit how) {
        List<Runnable> told;
        synchronized (this) {
            if (requested()) {
                return;
            }
            exit = how;
            latch.countDown();
            told = List.copyOf(listeners);
            listeners.clear();
        }
        told.forEach(Shutdown::tell);
    }

    /** Whether the end was requested. */
    public boolean requested() {
        return latch.getCount() == 0;
    }

    /** Waits for the request and answers the code to end with. */
    public Exit await() throws InterruptedException {
        latch.await();
        synchronized (this) {
            return exit;
        }
    }

    /** Waits for the request, at most that long; answers whether it came. */
    public boolean await(Duration limit) throws InterruptedException {
        return latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs the listener once, when the end is requested, or at once if it was; a failing one is only logged. */
    public void whenRequested(Runnable listener) {
        synchronized (this) {
            if (!requested()) {
                listeners.add(listener);
                return;
            }
        }
        tell(listener);
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException bug) {
            LOG.bug(bug, "a shutdown step failed");
        }
    }
}
