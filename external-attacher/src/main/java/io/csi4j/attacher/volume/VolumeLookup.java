package io.csi4j.attacher.volume;

import io.csi4j.attacher.request.Step;
import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Store;
import java.util.Optional;

/**
 * Finds volumes: in the store, which holds this driver's only and may be behind, else at the API server. An attachment
 * may name a volume of another driver, or one that was made a moment ago.
 */
public final class VolumeLookup {
    private final KubeApi kube;
    private final Store<Volume> volumes;

    public VolumeLookup(KubeApi kube, Store<Volume> volumes) {
        this.kube = kube;
        this.volumes = volumes;
    }

    public Step<Volume> find(String name) {
        return known(name).map(Step::ready).orElseGet(() -> ask(name));
    }

    /** As the store has it, without asking anyone. */
    public Optional<Volume> known(String name) {
        return volumes.get(ObjectKey.cluster(name));
    }

    private Step<Volume> ask(String name) {
        var reply = kube.get(Kinds.VOLUMES_TO_ATTACH, ObjectKey.cluster(name));
        return reply instanceof Reply.Found<Volume>(var volume)
                ? Step.ready(volume)
                : Step.blocked("cannot read persistentvolume " + name + ": " + reply.problem());
    }
}
