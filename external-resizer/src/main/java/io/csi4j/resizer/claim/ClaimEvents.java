package io.csi4j.resizer.claim;

import io.csi4j.controller.event.EventRecorder;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.ObjectReference;
import io.csi4j.sidecar.launch.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells users of a claim (contract external-resizer.md, section 9). The same failure of the same claim is told once in
 * ten minutes, the time in which the API server's clients count events together. Mutable: remembers the last failure
 * of each claim. Safe for all threads.
 */
public final class ClaimEvents {
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final EventRecorder events;
    private final Ticker ticker;
    private final Map<String, Told> last = new ConcurrentHashMap<>();

    private record Told(String reason, String message, long at) {
        boolean covers(Told other) {
            return reason.equals(other.reason) && message.equals(other.message) && other.at - at < AGAIN.toNanos();
        }
    }

    public ClaimEvents(EventRecorder events, Ticker ticker) {
        this.events = events;
        this.ticker = ticker;
    }

    /** An operation on the claim's volume begins; told of later, or not at all, while many are under way. */
    public void begins(Claim claim, String reason, String message) {
        events.begins(ObjectReference.to(claim), reason, message);
    }

    public void normal(Claim claim, String reason, String message) {
        events.normal(ObjectReference.to(claim), reason, message);
    }

    public void failed(Claim claim, String reason, String message) {
        var now = new Told(reason, message, ticker.nanoTime());
        Told before = last.get(claim.uid());
        if (before == null || !before.covers(now)) {
            last.put(claim.uid(), now);
            events.warning(ObjectReference.to(claim), reason, message);
        }
    }

    /** The claim is well, or gone: the next failure is news. */
    public void forget(String uid) {
        last.remove(uid);
    }
}
