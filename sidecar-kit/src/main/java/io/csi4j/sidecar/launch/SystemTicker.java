package io.csi4j.sidecar.launch;

import java.time.Duration;
import java.time.Instant;

/** The machine's clock: the only place that reads it. */
enum SystemTicker implements Ticker {
    INSTANCE;

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        if (duration.isPositive()) {
            Thread.sleep(duration);
        }
    }
}
