package io.csi4j.provisioner.capacity.upkeep;

import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.watch.Store;
import io.csi4j.provisioner.capacity.CapacityKey.Slot;
import io.csi4j.provisioner.capacity.CapacityRules;
import io.csi4j.provisioner.topology.Term;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The slots there are to be objects for. Mutable: one thread moves the segments, any may read. */
final class Targets {
    private final CapacityRules rules;
    private final Store<StorageClass> classes;
    private volatile Set<Term> segments = Set.of();

    Targets(CapacityRules rules, Store<StorageClass> classes) {
        this.rules = rules;
        this.classes = classes;
    }

    /** The slot's class if there is to be an object for the slot. */
    Optional<StorageClass> wanted(Slot slot) {
        return classes.get(ObjectKey.cluster(slot.storageClassName()))
                .filter(rules::cover)
                .filter(_ -> segments.contains(slot.segment()));
    }

    /** Every slot there is to be an object for. */
    Stream<Slot> all() {
        return classes.all().stream().filter(rules::cover).flatMap(covered -> ofClass(covered.name()));
    }

    int size() {
        return (int) classes.all().stream().filter(rules::cover).count() * segments.size();
    }

    /** The class in each segment, wanted or not. */
    Stream<Slot> ofClass(String storageClassName) {
        return segments.stream().map(segment -> new Slot(storageClassName, segment));
    }

    /**
     * From now on these are the segments.
     *
     * @return the slots of those that came and of those that went
     */
    List<Slot> moveTo(Set<Term> now) {
        var before = segments;
        segments = Set.copyOf(now);
        var moved = new HashSet<>(now);
        moved.addAll(before);
        moved.removeIf(segment -> now.contains(segment) && before.contains(segment));
        return classes.all().stream()
                .filter(rules::cover)
                .flatMap(covered -> moved.stream().map(segment -> new Slot(covered.name(), segment)))
                .toList();
    }
}
