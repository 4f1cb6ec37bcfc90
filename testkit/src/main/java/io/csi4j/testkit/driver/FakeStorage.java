package io.csi4j.testkit.driver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.spec.v1.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The driver's volumes and snapshots by handle. Mutable; its lock is itself. */
final class FakeStorage {
    private static final long UNLIMITED = Long.MAX_VALUE;

    @GuardedBy("this")
    private final Map<String, FakeVolume> volumes = new TreeMap<>();

    @GuardedBy("this")
    private final Map<String, Snapshot> snapshots = new TreeMap<>();

    @GuardedBy("this")
    private long free = UNLIMITED;

    /** Room of single topology segments, which does not count to the one above. */
    @GuardedBy("this")
    private final Map<Map<String, String>, Long> freeIn = new HashMap<>();

    @GuardedBy("this")
    private OptionalLong largest = OptionalLong.empty();

    synchronized void setFree(long bytes) {
        free = bytes;
    }

    synchronized void setFree(Map<String, String> segments, long bytes) {
        freeIn.put(Map.copyOf(segments), bytes);
    }

    synchronized void setLargest(long bytes) {
        largest = OptionalLong.of(bytes);
    }

    synchronized OptionalLong largest() {
        return largest;
    }

    synchronized long free(Map<String, String> segments) {
        return freeIn.getOrDefault(segments, free);
    }

    @GuardedBy("this")
    private void use(FakeVolume volume, long bytes) {
        var segments = segments(volume);
        if (freeIn.containsKey(segments)) {
            freeIn.merge(segments, -bytes, Long::sum);
        } else if (free != UNLIMITED) {
            free -= bytes;
        }
    }

    private static Map<String, String> segments(FakeVolume volume) {
        return volume.topology().isEmpty()
                ? Map.of()
                : volume.topology().getFirst().getSegmentsMap();
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
        if (wanted.bytes() > free(segments(wanted))) {
            return null;
        }
        use(wanted, wanted.bytes());
        volumes.put(wanted.id(), wanted);
        return wanted;
    }

    synchronized void remove(String id) {
        FakeVolume gone = volumes.remove(id);
        if (gone != null) {
            use(gone, -gone.bytes());
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
