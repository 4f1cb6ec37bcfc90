package io.csi4j.liveness;

import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.csi.GrpcText;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import io.grpc.Status;
import java.time.Duration;

/**
 * Asks for the driver's name until it answers: this program must not end because the driver is down (livenessprobe
 * issue 236). Mutable: tells all threads how far it is.
 */
final class NameSearch implements AutoCloseable {
    private static final Log LOG = Log.of(NameSearch.class);

    /** Limit of one try; upstream has none and can hang on a driver that accepts but never answers. */
    private static final Duration TRY = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SAY_SO_EACH = Duration.ofSeconds(10);

    private final DriverAddress address;
    private final DriverHealth driver;
    private final ProbeMetrics metrics;
    private final Ticker ticker;
    private final Thread thread = Thread.ofVirtual().name("driver-name").unstarted(this::search);
    private volatile boolean over;
    private volatile String waitingFor = "asking";

    NameSearch(DriverAddress address, DriverHealth driver, ProbeMetrics metrics, Ticker ticker) {
        this.address = address;
        this.driver = driver;
        this.metrics = metrics;
        this.ticker = ticker;
    }

    /** Whether the name is known. */
    boolean isOver() {
        return over;
    }

    /** Why the name is not known yet. */
    String waitingFor() {
        return waitingFor;
    }

    /** Asks on a thread of its own, each second, until the driver answers or the search is closed. */
    void start() {
        LOG.info("asking the driver for its name", "address", address);
        thread.start();
    }

    /** Waits until the search has found the name or was closed. */
    void await() throws InterruptedException {
        thread.join();
    }

    /** Gives up and waits for the thread to end. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void search() {
        try {
            ask();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        long saidAt = ticker.nanoTime();
        while (true) {
            Outcome<String> answer = driver.name(TRY);
            if (Thread.interrupted()) {
                throw new InterruptedException("closed while asking the driver for its name");
            }
            if (answer instanceof Outcome.Done<String>(var name)) {
                metrics.driverName(name);
                over = true;
                LOG.info("driver found", "driver", name);
                return;
            }
            saidAt = failed(answer.status(), saidAt);
            ticker.pause(PAUSE);
        }
    }

    /** Says why, if that is news or was not said for long; answers when it was last said. */
    private long failed(Status status, long saidAt) {
        String words = GrpcText.description(status);
        String reason = words.isEmpty() ? GrpcText.of(status) : words;
        long now = ticker.nanoTime();
        boolean news = !reason.equals(waitingFor);
        waitingFor = reason;
        if (!news && now - saidAt < SAY_SO_EACH.toNanos()) {
            return saidAt;
        }
        LOG.info("still connecting to the driver", "address", address, "why", reason);
        return now;
    }
}
