package io.csi4j.provisioner.claim;

import io.csi4j.controller.storage.Claim;
import io.csi4j.provisioner.topology.Seen;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Claims whose CreateVolume may still be at work, by UID; mutable, safe for all threads. Such a claim is tried again
 * even after it was deleted, until the driver gives a final answer: else its volume would be left behind (contract
 * 3.2). Lost on restart.
 */
final class ClaimsInProgress {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(Claim claim, Seen seen) {}

    /** The claim as the last uncertain attempt saw it. */
    Optional<Claim> claim(String uid) {
        return Optional.ofNullable(entries.get(uid)).map(Entry::claim);
    }

    /** What the last uncertain attempt read about nodes, so that the next call is the same. */
    Seen seen(String uid) {
        Entry entry = entries.get(uid);
        return entry == null ? Seen.NOTHING : entry.seen();
    }

    void put(Claim claim, Seen seen) {
        entries.put(claim.uid(), new Entry(claim, seen));
    }

    void remove(String uid) {
        entries.remove(uid);
    }
}
