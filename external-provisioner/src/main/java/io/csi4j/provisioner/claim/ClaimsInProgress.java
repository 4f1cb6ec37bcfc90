package io.csi4j.provisioner.claim;

import io.csi4j.controller.storage.Claim;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Claims whose CreateVolume may still be at work, by UID; mutable, safe for all threads. Such a claim is tried again
 * even after it was deleted, until the driver gives a final answer: else its volume would be left behind (contract
 * 3.2). Lost on restart.
 */
public final class ClaimsInProgress {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(Claim claim, Remembered remembered) {}

    /** The claim as the last uncertain attempt saw it. */
    Optional<Claim> claim(String uid) {
        return Optional.ofNullable(entries.get(uid)).map(Entry::claim);
    }

    /** What the last uncertain attempt found out. */
    Remembered remembered(String uid) {
        Entry entry = entries.get(uid);
        return entry == null ? Remembered.NOTHING : entry.remembered();
    }

    /** All of them, in no order. */
    public Stream<Claim> claims() {
        return entries.values().stream().map(Entry::claim);
    }

    void put(Claim claim, Remembered remembered) {
        entries.put(claim.uid(), new Entry(claim, remembered));
    }

    void remove(String uid) {
        entries.remove(uid);
    }
}
