package io.csi4j.attacher;

import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;

/** Does something again and again, on one virtual thread, until closed. */
final class Periodic implements AutoCloseable {
    private static final Log log = Log.of(Periodic.class);

    private final Duration first;
    private final Duration pause;
    private final Ticker ticker;
    private final Runnable pass;
    private final Thread thread;

    private Periodic(String name, Duration first, Duration pause, Ticker ticker, Runnable pass) {
        this.first = first;
        this.pause = pause;
        this.ticker = ticker;
        this.pass = pass;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::work);
    }

    /**
     * The first pass begins at once.
     *
     * @param pause from the end of a pass to the start of the next
     */
    static Periodic atOnce(String name, Duration pause, Ticker ticker, Runnable pass) {
        return start(new Periodic(name, Duration.ZERO, pause, ticker, pass));
    }

    /** As above, but the first pass comes after a pause too. */
    static Periodic afterPause(String name, Duration pause, Ticker ticker, Runnable pass) {
        return start(new Periodic(name, pause, pause, ticker, pass));
    }

    private static Periodic start(Periodic periodic) {
        periodic.thread.start();
        return periodic;
    }

    private void work() {
        try {
            ticker.pause(first);
            while (!Thread.currentThread().isInterrupted()) {
                once();
                ticker.pause(pause);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            pass.run();
        } catch (RuntimeException fault) {
            log.bug(fault, "a periodic pass failed", "pass", thread.getName());
        }
    }

    /** Cuts a running pass off and returns when it has ended. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
