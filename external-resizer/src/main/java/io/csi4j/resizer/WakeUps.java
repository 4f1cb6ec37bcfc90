package io.csi4j.resizer;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Pod;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeAttributesClass;
import io.csi4j.controller.watch.Change;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.resizer.expand.ExpandReconciler;
import io.csi4j.resizer.expand.InUse;
import io.csi4j.resizer.modify.ModifyReconciler;
import io.csi4j.resizer.status.ResizeStatus;
import java.util.Objects;

/**
 * Which change of the cluster makes which claim worth another look (contract external-resizer.md, 3 and 7.1). Beyond
 * the contract a claim is woken when its volume appears, when its class appears, and when the last pod that uses it
 * goes.
 */
final class WakeUps {
    private final Watches watches;

    WakeUps(Watches watches) {
        this.watches = watches;
    }

    void expansion(WorkQueue<String> queue, ExpandReconciler reconciler, InUse inUse) {
        watches.claims.subscribe(change -> {
            switch (change) {
                case Change.Added<Claim>(var now) -> queue.add(now.uid());
                case Change.Updated<Claim>(var before, var now) -> {
                    if (isSizeNews(before, now)) {
                        queue.add(now.uid());
                    }
                }
                case Change.Deleted<Claim>(var last) -> reconciler.claimVanished(last.uid());
            }
        });
        watches.volumes.subscribe(change -> volumeChanged(change, queue));
        watches.pods.subscribe(change -> {
            if (change instanceof Change.Deleted<Pod>(var last)) {
                inUse.freedBy(last)
                        .forEach(key -> watches.claims
                                .get(key)
                                .filter(claim -> inUse.isMarked(claim.uid()))
                                .ifPresent(claim -> queue.add(claim.uid())));
            }
        });
    }

    /** What this program writes itself while it works on a size is no news, or each failure would end its pause. */
    static boolean isSizeNews(Claim before, Claim now) {
        boolean statusChanged = ResizeStatus.of(before) != ResizeStatus.of(now)
                && !ResizeStatus.of(now).isOurs();
        return !Objects.equals(before.spec().requested(), now.spec().requested())
                || before.status().phase() != now.status().phase()
                || !before.spec().volumeName().equals(now.spec().volumeName())
                || !before.annotation(Annotations.STORAGE_RESIZER).equals(now.annotation(Annotations.STORAGE_RESIZER))
                || now.capacityBytes() > before.capacityBytes()
                || statusChanged;
    }

    void modification(WorkQueue<String> queue, ModifyReconciler reconciler) {
        watches.claims.subscribe(change -> {
            switch (change) {
                case Change.Added<Claim>(var now) -> {
                    reconciler.claimAppeared(now);
                    queue.add(now.uid());
                }
                case Change.Updated<Claim>(var before, var now) -> {
                    if (isClassNews(before, now)) {
                        queue.add(now.uid());
                    }
                }
                case Change.Deleted<Claim>(var last) -> reconciler.claimVanished(last.uid());
            }
        });
        watches.volumes.subscribe(change -> volumeChanged(change, queue));
        watches.classes.subscribe(change -> {
            if (!(change instanceof Change.Deleted<VolumeAttributesClass>)) {
                classAppeared(change.latest().name(), queue);
            }
        });
    }

    static boolean isClassNews(Claim before, Claim now) {
        return !Objects.equals(
                        before.spec().volumeAttributesClassName(), now.spec().volumeAttributesClassName())
                || before.status().phase() != now.status().phase()
                || !before.spec().volumeName().equals(now.spec().volumeName())
                || (before.status().modification() != null && now.status().modification() == null);
    }

    private void volumeChanged(Change<Volume> change, WorkQueue<String> queue) {
        boolean isNew = switch (change) {
            case Change.Added<Volume> _ -> true;
            case Change.Updated<Volume>(var before, var now) ->
                !Objects.equals(before.spec().claimRef(), now.spec().claimRef());
            case Change.Deleted<Volume> _ -> false;
        };
        if (isNew) {
            watches.claimsByVolume.find(change.latest().name()).forEach(claim -> queue.add(claim.uid()));
        }
    }

    /** Waiting for it are those that want it and those whose change to it has begun. */
    private void classAppeared(String name, WorkQueue<String> queue) {
        watches.claims.all().stream()
                .filter(claim -> name.equals(claim.spec().volumeAttributesClassName()) || isTarget(claim, name))
                .forEach(claim -> queue.add(claim.uid()));
    }

    private static boolean isTarget(Claim claim, String name) {
        Claim.Modification running = claim.status().modification();
        return running != null && running.targetClass().equals(name);
    }
}
