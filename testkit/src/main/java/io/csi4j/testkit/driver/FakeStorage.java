package io.csi4j.testkit.driver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.spec.v1.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The driver's volumes and snapshots by handle. Mutable; its lock is itself. */
final class FakeStorage {
    @GuardedBy("this")
    private final Map<String, FakeVolume> volumes = new TreeMap<>();

    @GuardedBy("this")
    private final Map<String, Snapshot> snapshots = new TreeMap<>();

    @GuardedBy("this")
    private long free = Long.MAX_VALUE;

    synchronized void setFree(long bytes) {
        free = bytes;
    }

    synchronized long free() {
        return free;
    }

    synchronized List<FakeVolume> volumes() {
        return List.copyOf(volumes.values());
    }

    synchronized Optional<FakeVolume> volume(String id) {
        return Optional.ofNullable(volumes.get(id));
    }

    /** Adds the volume unless one of its name is there or there is no room; null for the latter. */
    synchronized @Nullable FakeVolume add(FakeVolume wanted) {
        FakeVolume there = volumes.get(wanted.id());
        if (there != null) {
            return there;
        }
        if (wanted.bytes() > free) {
            return null;
        }
        free -= free == Long.MAX_VALUE ? 0 : wanted.bytes();
        volumes.put(wanted.id(), wanted);
        return wanted;
    }

    synchronized void remove(String id) {
        FakeVolume gone = volumes.remove(id);
        if (gone != null && free != Long.MAX_VALUE) {
            free += gone.bytes();
        }
    }

    synchronized Optional<FakeVolume> change(String id, UnaryOperator<FakeVolume> change) {
        return Optional.ofNullable(volumes.computeIfPresent(id, (key, volume) -> change.apply(volume)));
    }

    synchronized List<Snapshot> snapshots() {
        return List.copyOf(snapshots.values());
    }

    synchronized Snapshot add(Snapshot wanted) {
        Snapshot there = snapshots.putIfAbsent(wanted.getSnapshotId(), wanted);
        return there == null ? wanted : there;
    }

    synchronized void removeSnapshot(String id) {
        snapshots.remove(id);
    }
}
