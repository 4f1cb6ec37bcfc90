package io.csi4j.controller.work;

import java.time.Duration;

/**
 * How long a key waits after failed passes: the pause doubles with every failure in a row.
 *
 * @param start pause after the first failure, more than zero ({@code --retry-interval-start})
 * @param max longest pause, more than zero ({@code --retry-interval-max}); below {@code start} it wins
 */
public record Backoff(Duration start, Duration max) {
    public Backoff {
        if (!start.isPositive() || !max.isPositive()) {
            throw new IllegalArgumentException("need start > 0 and max > 0, got " + start + ", " + max);
        }
    }

    /**
     * Pause before the next try of a key.
     *
     * @param failures tries failed in a row, at least 1
     * @return {@code start * 2^(failures-1)}, at most {@code max}
     */
    public Duration pauseAfter(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("need at least one failure, got " + failures);
        }
        Duration pause = start;
        for (int i = 1; i < failures && pause.compareTo(max) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(max) < 0 ? pause : max;
    }
}
