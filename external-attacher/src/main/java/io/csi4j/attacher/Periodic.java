package io.csi4j.attacher;

import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;

/** Does something at once and then again and again, on one virtual thread, until closed. */
final class Periodic implements AutoCloseable {
    private static final Log log = Log.of(Periodic.class);

    private final Duration pause;
    private final Ticker ticker;
    private final Runnable pass;
    private final Thread thread;

    private Periodic(String name, Duration pause, Ticker ticker, Runnable pass) {
        this.pause = pause;
        this.ticker = ticker;
        this.pass = pass;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::work);
    }

    /** @param pause from the end of a pass to the start of the next */
    static Periodic start(String name, Duration pause, Ticker ticker, Runnable pass) {
        var periodic = new Periodic(name, pause, ticker, pass);
        periodic.thread.start();
        return periodic;
    }

    private void work() {
        try {
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
