package io.csi4j.sidecar.metrics;

import io.csi4j.sidecar.launch.Ticker;
import java.time.Duration;
import java.time.Instant;

/** A clock that goes on by one step at each look. */
final class StepTicker implements Ticker {
    private final Duration step;
    private long nanos;

    StepTicker(Duration step) {
        this.step = step;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        nanos += step.toNanos();
        return nanos;
    }

    @Override
    public void pause(Duration duration) {
        nanos += duration.toNanos();
    }
}
