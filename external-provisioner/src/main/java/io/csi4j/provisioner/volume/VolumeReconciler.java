package io.csi4j.provisioner.volume;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeApi.Deletion;
import io.csi4j.controller.api.Patch;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.event.EventRecorder;
import io.csi4j.controller.storage.Finalizers;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.ObjectReference;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.KeyLocks;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.Reconciler;
import io.csi4j.provisioner.request.Obstacle;
import io.csi4j.provisioner.request.Step;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Protects and deletes volumes (contract 8.1); keys are volume names. The only place that writes a volume's events and
 * decides when it is looked at again. Mutable: remembers what was deleted at the driver until the object is gone, so
 * that no volume is deleted twice.
 */
public final class VolumeReconciler implements Reconciler<String> {
    private static final Log log = Log.of(VolumeReconciler.class);

    /** Reason of the event on a volume that could not be deleted at the driver. */
    private static final String FAILED_DELETE = "VolumeFailedDelete";

    /** Field of a patch that takes finalizers away, whoever else adds some. */
    private static final String REMOVAL = "$deleteFromPrimitiveList/finalizers";

    private final Store<Volume> volumes;
    private final KubeApi kube;
    private final VolumeRemoval removal;
    private final Reporting reporting;
    private final KeyLocks<String> locks;

    /** How far the deletion of each volume has come whose object the store still shows, by name. */
    private final Map<String, Removed> removed = new ConcurrentHashMap<>();

    /**
     * Names of volumes whose objects are being deleted by a pass right now. Not {@link Store#write}: the answer to a
     * DELETE has no version to compare with, and whatever is told meanwhile, the pass ends done or in a pause.
     */
    private final Set<String> leaving = ConcurrentHashMap.newKeySet();

    /** @param isObjectDone whether the API server has all it needs from us to let the object go */
    private record Removed(String uid, boolean isObjectDone) {}

    /** Where passes are told of: to users, dashboards, and who watches the room that is left; and the clock. */
    public record Reporting(
            String driver, EventRecorder events, VolumeMetrics metrics, CapacityHints hints, Ticker ticker) {}

    public VolumeReconciler(
            Store<Volume> volumes, KubeApi kube, VolumeRemoval removal, Reporting reporting, KeyLocks<String> locks) {
        this.volumes = volumes;
        this.kube = kube;
        this.removal = removal;
        this.reporting = reporting;
        this.locks = locks;
    }

    /**
     * Whether a change of the volume is a reason for a pass. A volume of which nothing is owed needs none, nor does one
     * whose deletion shows what a pass is doing or has done.
     */
    public boolean isNews(Volume volume) {
        return VolumeFate.isOwed(volume) && !leaving.contains(volume.name()) && !isDone(volume);
    }

    /** The object is gone from the store. */
    public void volumeVanished(String name) {
        removed.remove(name);
    }

    @Override
    public Next reconcile(String name) throws InterruptedException {
        try (var _ = locks.hold(name)) {
            var volume = find(name);
            if (volume.isEmpty()) {
                removed.remove(name);
                return Next.forget();
            }
            boolean isLeft = VolumeFate.isOurs(volume.get(), reporting.driver()) && !isDone(volume.get());
            return isLeft ? reconcile(volume.get()) : Next.forget();
        }
    }

    // The store shows the object until the watch tells that it is gone; a second DELETE would be answered 404.
    private boolean isDone(Volume volume) {
        return new Removed(volume.uid(), true).equals(removed.get(volume.name()));
    }

    private Optional<Volume> find(String name) {
        return volumes.get(ObjectKey.cluster(name));
    }

    private Next reconcile(Volume seen) {
        return switch (protect(seen)) {
            case Step.Blocked<Volume>(var obstacle) -> backoff(seen, obstacle);
            case Step.Ready<Volume>(var volume) -> VolumeFate.isDeletionWanted(volume) ? delete(volume) : Next.forget();
        };
    }

    private Step<Volume> protect(Volume seen) {
        return switch (VolumeFate.protection(seen)) {
            case LEAVE -> Step.ready(seen);
            case ADD -> patch(seen, "finalizers");
            case REMOVE -> patch(seen, REMOVAL);
        };
    }

    private Step<Volume> patch(Volume volume, String field) {
        var reply = kube.patch(Kinds.VOLUMES, volume.key(), finalizers(volume, field));
        return ApiAnswer.step(reply, "change the finalizers of volume " + volume.name())
                .then(patched -> {
                    volumes.put(patched);
                    return Step.ready(patched);
                });
    }

    /** Names our finalizer alone, so that no other writer of finalizers is in the way (issue 1217). */
    private static Patch finalizers(Volume volume, String field) {
        var meta = Map.of("uid", volume.uid(), field, List.of(Finalizers.PROVISIONER));
        return Patch.strategicMerge(Map.of("metadata", meta));
    }

    private Next delete(Volume volume) {
        if (new Removed(volume.uid(), false).equals(removed.get(volume.name()))) {
            return forgetObject(volume);
        }
        long start = reporting.ticker().nanoTime();
        return switch (removal.run(volume)) {
            case Step.Ready<Volume> _ -> {
                reporting
                        .metrics()
                        .deleted(volume, Duration.ofNanos(reporting.ticker().nanoTime() - start));
                log.v(3).info("volume deleted at the driver", "volume", volume.name());
                reporting.hints().removed(volume);
                removed.put(volume.name(), new Removed(volume.uid(), false));
                yield forgetObject(volume);
            }
            case Step.Blocked<Volume>(var obstacle) -> {
                reporting.metrics().failed(volume);
                reporting.events().warning(ObjectReference.to(volume), FAILED_DELETE, obstacle.message());
                yield backoff(volume, obstacle);
            }
        };
    }

    private Next forgetObject(Volume volume) {
        leaving.add(volume.name());
        try {
            return deleteObject(volume);
        } finally {
            leaving.remove(volume.name());
        }
    }

    /** Deletes the object, then takes our finalizer off it; each only if it is still needed. */
    private Next deleteObject(Volume volume) {
        if (volume.isDeleting()) {
            return release(volume);
        }
        return switch (kube.delete(Kinds.VOLUMES, volume)) {
            case Reply.Found<Deletion>(var deletion) -> deletion == Deletion.WAITS ? release(volume) : done(volume);
            case Reply.Absent<Deletion> _ -> done(volume);
            // Another object has taken the name: the one we deleted is gone.
            case Reply.Conflict<Deletion> _ -> done(volume);
            case Reply.Exists<Deletion> other -> backoff(volume, undeleted(other));
            case Reply.Rejected<Deletion> other -> backoff(volume, undeleted(other));
            case Reply.Unreachable<Deletion> other -> backoff(volume, undeleted(other));
        };
    }

    private Next release(Volume volume) {
        if (!volume.hasFinalizer(Finalizers.PROVISIONER)) {
            return done(volume);
        }
        var reply = kube.patch(Kinds.VOLUMES, volume.key(), finalizers(volume, REMOVAL));
        return switch (ApiAnswer.step(reply, "take our finalizer off the volume object")) {
            case Step.Ready<Volume> _ -> done(volume);
            // Somebody else took the finalizer off, and the object went.
            case Step.Blocked<Volume> _ when reply instanceof Reply.Absent<Volume> -> done(volume);
            case Step.Blocked<Volume>(var obstacle) -> backoff(volume, obstacle);
        };
    }

    private Next done(Volume volume) {
        removed.put(volume.name(), new Removed(volume.uid(), true));
        // It may have vanished before this was noted: then nobody would tell us any more.
        if (find(volume.name()).isEmpty()) {
            removed.remove(volume.name());
        }
        return Next.forget();
    }

    private static Obstacle undeleted(Reply<Deletion> reply) {
        return Obstacle.noChange("cannot delete the volume object: " + reply.problem());
    }

    private static Next backoff(Volume volume, Obstacle obstacle) {
        log.error(null, "volume is not done yet", "volume", volume.name(), "reason", obstacle.message());
        return Next.backoff(obstacle.message());
    }
}
