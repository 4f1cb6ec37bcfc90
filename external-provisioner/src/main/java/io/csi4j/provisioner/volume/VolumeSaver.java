package io.csi4j.provisioner.volume;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Store;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.Reconciler;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.provisioner.request.Step;
import io.csi4j.sidecar.log.Log;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes new volumes to the API server: once at once, and those that could not be written again and again, for ever,
 * as the driver's volume is there and must not be lost (contract section 6). Keys of its queue are volume names.
 * Mutable: holds volumes until they are written.
 */
public final class VolumeSaver implements Reconciler<String> {
    private static final Log log = Log.of(VolumeSaver.class);

    private final KubeApi kube;
    private final Store<Volume> volumes;
    private final WorkQueue<String> unsaved;
    private final Map<String, Unsaved> held = new ConcurrentHashMap<>();

    private record Unsaved(Volume volume, Runnable whenSaved) {}

    /** @param volumes learns of each volume as soon as it is written, before the watch tells of it */
    public VolumeSaver(KubeApi kube, Store<Volume> volumes, WorkQueue<String> unsaved) {
        this.kube = kube;
        this.volumes = volumes;
        this.unsaved = unsaved;
    }

    /** Tries to write the volume; if that fails, it is written later. */
    public void save(Volume volume, Runnable whenSaved) {
        var first = new Unsaved(volume, whenSaved);
        held.put(volume.name(), first);
        if (!isSaved(first)) {
            unsaved.add(volume.name());
        }
    }

    /** Whether a volume of that name waits to be written. */
    public boolean holds(String volumeName) {
        return held.containsKey(volumeName);
    }

    @Override
    public Next reconcile(String volumeName) {
        Unsaved waiting = held.get(volumeName);
        return waiting == null || isSaved(waiting) ? Next.forget() : Next.backoff("volume is not saved");
    }

    private boolean isSaved(Unsaved waiting) {
        Volume volume = waiting.volume();
        Step<Volume> step = switch (kube.create(Kinds.VOLUMES, volume)) {
            case Reply.Found<Volume>(var created) -> Step.ready(created);
            case Reply.Exists<Volume> _ -> existing(volume);
            case Reply.Absent<Volume> other -> ApiAnswer.step(other, "create it");
            case Reply.Conflict<Volume> other -> ApiAnswer.step(other, "create it");
            case Reply.Rejected<Volume> other -> ApiAnswer.step(other, "create it");
            case Reply.Unreachable<Volume> other -> ApiAnswer.step(other, "create it");
        };
        return switch (step) {
            case Step.Ready<Volume>(var saved) -> {
                volumes.put(saved);
                held.remove(volume.name());
                log.v(3).info("volume saved", "volume", volume.name());
                waiting.whenSaved().run();
                yield true;
            }
            case Step.Blocked<Volume>(var obstacle) -> {
                log.error(null, "volume is not saved yet", "volume", volume.name(), "reason", obstacle.message());
                yield false;
            }
        };
    }

    /**
     * A volume of the name is there: ours from a try whose answer was lost, or one that is just being deleted. The
     * latter would take the driver's new volume with it unnoticed, so we wait until it is gone (issue 1469).
     */
    private Step<Volume> existing(Volume volume) {
        return ApiAnswer.step(kube.get(Kinds.VOLUMES, volume.key()), "read the volume of that name")
                .then(found -> !found.isDeleting() && claimUid(found).equals(claimUid(volume))
                        ? Step.ready(found)
                        : Step.noChange("another volume of that name is in the way"));
    }

    private static String claimUid(Volume volume) {
        ClaimReference claim = volume.spec().claimRef();
        return claim == null ? "" : claim.uid();
    }
}
