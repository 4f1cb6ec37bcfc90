package io.csi4j.controller.lease;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.time.Duration;

/**
 * The three times of an election.
 *
 * @param lease how long standbys leave a silent leader alone ({@code --leader-election-lease-duration})
 * @param renew how long a leader tries to renew before it gives up ({@code --leader-election-renew-deadline})
 * @param retry pause between two tries ({@code --leader-election-retry-period})
 */
public record LeaseTiming(Duration lease, Duration renew, Duration retry) {
    /** 15 s, 10 s, 5 s. */
    public static final LeaseTiming STANDARD =
            new LeaseTiming(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(5));

    /**
     * Standbys wait up to this many times the retry period between two tries, so that they do not try all at once;
     * the renew deadline has to leave room for it.
     */
    static final double JITTER = 1.2;

    /** @throws StartupException with exit code 1 unless lease > renew > 1.2 x retry > 0 */
    public LeaseTiming {
        boolean renewFits = renew.toNanos() > JITTER * retry.toNanos();
        if (!retry.isPositive() || !renewFits || lease.compareTo(renew) <= 0) {
            throw new StartupException(
                    Exit.FAILURE,
                    "leader election: need lease > renew > 1.2 x retry > 0, got " + seconds(lease) + ", "
                            + seconds(renew) + ", " + seconds(retry));
        }
    }

    private static String seconds(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis / 1000.0 + "s";
    }
}
