package io.csi4j.provisioner.ownership;

import java.time.Duration;

/**
 * How long a node waits before it takes a claim, so that not all nodes do at once and one that failed comes later.
 * Pure.
 *
 * @param start {@code --node-deployment-base-delay}
 * @param max {@code --node-deployment-max-delay}
 */
public record Delays(Duration start, Duration max) {
    /** Beyond this many doublings of a nanosecond there is no longer duration. */
    private static final int MOST_DOUBLINGS = 62;

    /**
     * The pause before a turn.
     *
     * @param attempts turns of this node before
     * @param chance from 0 to less than 1
     * @return {@code min(start * 2^attempts, max) - chance * start}, never negative
     */
    Duration before(int attempts, double chance) {
        double grown = start.toNanos() * Math.pow(2, Math.min(attempts, MOST_DOUBLINGS));
        double nanos = Math.min(grown, (double) max.toNanos()) - chance * start.toNanos();
        return Duration.ofNanos((long) Math.max(0, nanos));
    }
}
