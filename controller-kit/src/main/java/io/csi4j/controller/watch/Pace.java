package io.csi4j.controller.watch;

import java.time.Duration;

/**
 * The times of a reflector.
 *
 * @param firstRetry pause after the first failure; doubles with each further one
 * @param longestRetry longest pause
 * @param shortestWatch how long the server shall let a watch run; the server gets up to twice that, at random, so that
 *     the watches of a cluster do not all end at once
 * @param silence when a silent watch counts as dead: longer than the minute between two bookmarks
 * @param pageSize objects asked for at once
 */
public record Pace(Duration firstRetry, Duration longestRetry, Duration shortestWatch, Duration silence, int pageSize) {
    /** As client-go paces its reflectors (0.8 s to 30 s, 5 to 10 min), with pages of 500. */
    public static final Pace STANDARD = new Pace(
            Duration.ofMillis(800), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofSeconds(150), 500);

    /** Pause after so many failures in a row, before jitter; zero after none. */
    Duration afterFailures(int failures) {
        if (failures <= 0) {
            return Duration.ZERO;
        }
        Duration doubled = firstRetry.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(longestRetry) < 0 ? doubled : longestRetry;
    }
}
