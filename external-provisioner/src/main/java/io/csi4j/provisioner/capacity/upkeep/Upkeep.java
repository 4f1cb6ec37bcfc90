package io.csi4j.provisioner.capacity.upkeep;

import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.storage.StorageCapacity;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Change;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.controller.work.Workers;
import io.csi4j.provisioner.capacity.CapacityKey;
import io.csi4j.provisioner.capacity.CapacityKey.Slot;
import io.csi4j.provisioner.capacity.CapacityRules;
import io.csi4j.provisioner.capacity.Segments;
import io.csi4j.provisioner.topology.Term;
import io.csi4j.provisioner.volume.CapacityHints;
import io.csi4j.provisioner.volume.Driver;
import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The capacity objects of this process and the two queues that keep them true. A slot is looked at when it comes or
 * goes, when its object was changed by somebody else, when a volume was made, failed or deleted there, and a poll
 * interval after the last look. Mutable: its queues, its objects and the segments.
 */
public final class Upkeep implements CapacityHints {
    private static final Log log = Log.of(Upkeep.class);

    /** The one key of the queue of topology changes, which thereby coalesce. */
    private static final String ALL_SEGMENTS = "segments";

    private final CapacityRules rules;
    private final Queues queues;
    private final Supplier<Set<Term>> segments;
    private final Targets targets;
    private final CapacityObjects objects;
    private final CapacityReconciler reconciler;

    /**
     * What the work is done with.
     *
     * @param kube a client of its own, as the scheduler can wait and claims cannot
     * @param classes all storage classes
     * @param segments where there are nodes of the driver now
     */
    public record Surroundings(
            KubeApi kube, Driver driver, Store<StorageClass> classes, Supplier<Set<Term>> segments) {}

    /** Slots to look at, and the one key that means the segments. */
    public record Queues(WorkQueue<CapacityKey> slots, WorkQueue<String> topology) {}

    /** @param pollInterval pause between two looks at a slot where nothing happens */
    public Upkeep(Surroundings around, CapacityRules rules, Queues queues, Duration pollInterval) {
        this.rules = rules;
        this.queues = queues;
        this.segments = around.segments();
        targets = new Targets(rules, around.classes());
        objects = new CapacityObjects(queues.slots()::add);
        var ends = new CapacityReconciler.Ends(around.driver(), around.kube());
        reconciler = new CapacityReconciler(
                ends, rules, objects, targets, slot -> queues.slots().addAfter(slot, pollInterval));
        around.classes().subscribe(this::classChanged);
    }

    /** To be filled with the objects that {@link CapacityRules#selector} picks, before the workers start. */
    public Store<StorageCapacity> objects() {
        return objects.store();
    }

    /** Nodes or their drivers have changed. */
    public void topologyChanged() {
        queues.topology().add(ALL_SEGMENTS);
    }

    /** Starts the workers; all stores must be full by now, else objects that are needed would be deleted. */
    public List<Workers<?>> start(int threads) {
        lookAtSegments();
        return List.of(
                Workers.start(queues.topology(), 1, _ -> lookAtSegments()),
                Workers.start(queues.slots(), threads, reconciler));
    }

    /** Shows how far the objects are from what there is to be (contract section 10). */
    public void show(MetricsRegistry metrics) {
        metrics.gauge("csistoragecapacities_desired_goal", "CSIStorageCapacity objects there are to be")
                .read(targets::size);
        metrics.gauge("csistoragecapacities_desired_current", "CSIStorageCapacity objects there are to be and are")
                .read(this::current);
        metrics.gauge("csistoragecapacities_obsolete", "CSIStorageCapacity objects that will be deleted")
                .read(() -> objects.size() - current());
    }

    private long current() {
        return targets.all().filter(objects::exist).count();
    }

    private Next lookAtSegments() {
        var moved = targets.moveTo(segments.get());
        if (!moved.isEmpty()) {
            log.v(4).info("topology segments have changed", "capacities", moved.size());
        }
        moved.forEach(queues.slots()::add);
        return Next.forget();
    }

    private void classChanged(Change<StorageClass> change) {
        boolean concernsUs = switch (change) {
            case Change.Added<StorageClass>(var now) -> rules.cover(now);
            case Change.Updated<StorageClass>(var before, var now) -> rules.cover(now) || rules.cover(before);
            case Change.Deleted<StorageClass>(var last) -> rules.cover(last);
        };
        if (concernsUs) {
            refresh(targets.ofClass(change.latest().name()));
        }
    }

    @Override
    public void made(Volume volume) {
        segmentsOf(volume)
                .ifPresentOrElse(this::refresh, () -> failed(volume.spec().storageClassName()));
    }

    @Override
    public void failed(String storageClassName) {
        refresh(targets.ofClass(storageClassName));
    }

    @Override
    public void removed(Volume volume) {
        segmentsOf(volume).ifPresent(this::refresh);
    }

    private static Optional<Set<Term>> segmentsOf(Volume volume) {
        return Optional.ofNullable(volume.spec().nodeAffinity()).map(Segments::of);
    }

    /** Classes share the room of a segment. */
    private void refresh(Set<Term> where) {
        refresh(targets.all().filter(slot -> where.contains(slot.segment())));
    }

    private void refresh(Stream<Slot> slots) {
        slots.forEach(queues.slots()::add);
    }
}
