package io.csi4j.attacher.volume;

import io.csi4j.attacher.request.Step;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Index;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.Reconciler;
import io.csi4j.sidecar.log.Log;
import java.util.function.Predicate;

/** Takes our finalizer off volumes that need it no more (contract 5); keys are volume names. */
public final class VolumeReconciler implements Reconciler<String> {
    private static final Log log = Log.of(VolumeReconciler.class);

    private final Store<Volume> volumes;
    private final Index<Attachment> attachmentsByVolume;
    private final Predicate<Volume> isToBeReleased;
    private final VolumeFinalizer finalizer;

    /** @param isToBeReleased as {@link VolumeFate} judges for this driver */
    public VolumeReconciler(
            Store<Volume> volumes,
            Index<Attachment> attachmentsByVolume,
            Predicate<Volume> isToBeReleased,
            VolumeFinalizer finalizer) {
        this.volumes = volumes;
        this.attachmentsByVolume = attachmentsByVolume;
        this.isToBeReleased = isToBeReleased;
        this.finalizer = finalizer;
    }

    @Override
    public Next reconcile(String name) {
        return volumes.get(ObjectKey.cluster(name))
                .filter(isToBeReleased)
                .map(this::release)
                .orElseGet(Next::forget);
    }

    /** Any attachment holds the volume, whoever's it is; the event of its deletion brings us back. */
    private Next release(Volume volume) {
        if (!attachmentsByVolume.find(volume.name()).isEmpty()) {
            return Next.forget();
        }
        return switch (finalizer.remove(volume)) {
            case Step.Ready<Volume> _ -> {
                log.v(2).info("volume released", "volume", volume.name());
                yield Next.forget();
            }
            case Step.Blocked<Volume>(var problem) -> {
                log.error(null, "volume is not released yet", "volume", volume.name(), "reason", problem.message());
                yield Next.backoff(problem.message());
            }
        };
    }
}
