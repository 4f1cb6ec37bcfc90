package io.csi4j.attacher.volume;

import io.csi4j.attacher.request.Step;
import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.Patch;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Store;
import java.util.List;
import java.util.Map;

/**
 * Our finalizer on volumes: it keeps a volume until it is detached everywhere. Each patch names our finalizer alone and
 * the UID, so that other writers of finalizers are never in the way, nor two attachments of one volume in each other's
 * (external-provisioner issue 1217; contract, edges 2 and 3).
 */
public final class VolumeFinalizer {
    private final KubeApi kube;
    private final Store<Volume> volumes;
    private final String name;

    /** @param name of the finalizer */
    public VolumeFinalizer(KubeApi kube, Store<Volume> volumes, String name) {
        this.kube = kube;
        this.volumes = volumes;
        this.name = name;
    }

    /** The volume with the finalizer. */
    public Step<Volume> add(Volume volume) {
        return volume.hasFinalizer(name) ? Step.ready(volume) : taken(volume, patch(volume, "finalizers"));
    }

    /** The volume without it; a volume that is gone has none. */
    Step<Volume> remove(Volume volume) {
        var reply = patch(volume, "$deleteFromPrimitiveList/finalizers");
        return reply instanceof Reply.Absent<Volume> ? Step.ready(volume) : taken(volume, reply);
    }

    private Reply<Volume> patch(Volume volume, String field) {
        var meta = Map.of("uid", volume.uid(), field, List.of(name));
        return kube.patch(Kinds.VOLUMES_TO_ATTACH, volume.key(), Patch.strategicMerge(Map.of("metadata", meta)));
    }

    private Step<Volume> taken(Volume volume, Reply<Volume> reply) {
        if (reply instanceof Reply.Found<Volume>(var written)) {
            volumes.put(written);
            return Step.ready(written);
        }
        return Step.blocked(
                "cannot change the finalizers of persistentvolume " + volume.name() + ": " + reply.problem());
    }
}
