package io.csi4j.provisioner.ownership;

import io.csi4j.sidecar.launch.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * When it is this node's turn to take claims that any node may take, by UID. Holds no thread: the caller comes back.
 * Mutable, safe for all threads.
 */
public final class Contest {
    private final Delays delays;
    private final Ticker ticker;
    private final DoubleSupplier chance;

    /** When the turns come that were asked for, in {@link Ticker#nanoTime} terms. */
    private final Map<String, Long> due = new ConcurrentHashMap<>();

    /** Turns had. */
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

    /** @param chance from 0 to less than 1 */
    public Contest(Delays delays, Ticker ticker, DoubleSupplier chance) {
        this.delays = delays;
        this.ticker = ticker;
        this.chance = chance;
    }

    /** How long to wait for the next turn, which begins to count with the first question; zero when it has come. */
    Duration untilTurn(String claimUid) {
        long at = due.computeIfAbsent(
                claimUid,
                uid -> ticker.nanoTime()
                        + delays.before(attempts.getOrDefault(uid, 0), chance.getAsDouble())
                                .toNanos());
        return Duration.ofNanos(Math.max(0, at - ticker.nanoTime()));
    }

    /** The turn has come and was used: the next one takes longer. */
    void used(String claimUid) {
        attempts.merge(claimUid, 1, Integer::sum);
        due.remove(claimUid);
    }

    /** The claim is somebody's, or gone. */
    void forget(String claimUid) {
        attempts.remove(claimUid);
        due.remove(claimUid);
    }
}
