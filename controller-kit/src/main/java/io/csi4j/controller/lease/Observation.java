package io.csi4j.controller.lease;

import io.csi4j.controller.storage.Lease;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last state of the lease that was seen, and when it was first seen so, by our own clock: times in the lease come
 * from other machines' clocks and are not compared. A value.
 *
 * @param lease null if there is none
 * @param since nano time
 */
record Observation(@Nullable Lease lease, long since) {
    /** What is known after seeing that state; the time moves only if the leader has written. */
    Observation then(@Nullable Lease seen, long now) {
        return isSameTerm(lease, seen) ? new Observation(seen, since) : new Observation(seen, now);
    }

    private static boolean isSameTerm(@Nullable Lease one, @Nullable Lease other) {
        return one != null
                && other != null
                && one.holder().equals(other.holder())
                && one.acquireTime().equals(other.acquireTime())
                && one.renewTime().equals(other.renewTime())
                && one.transitions() == other.transitions()
                && Objects.equals(one.durationSeconds(), other.durationSeconds());
    }

    /**
     * Whether {@code identity} may take the lease: there is none, nobody holds it, we hold it (an earlier life of this
     * process), or its holder has not written for as long as the lease itself says.
     */
    boolean isFreeFor(String identity, long now) {
        return lease == null || lease.holder().isEmpty() || lease.holder().equals(identity) || expiry() - now <= 0;
    }

    /** Nano time from which a holder that does not write counts as gone. */
    long expiry() {
        Integer seconds = lease == null ? null : lease.durationSeconds();
        return since + Duration.ofSeconds(seconds == null ? 0 : seconds).toNanos();
    }

    /** Who holds the lease, empty if nobody. */
    String holder() {
        return lease == null ? "" : lease.holder();
    }
}
