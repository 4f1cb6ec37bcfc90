package io.csi4j.attacher.attachment;

import io.csi4j.attacher.request.CsiVolume;
import io.csi4j.attacher.request.NodeIds;
import io.csi4j.attacher.request.Source;
import io.csi4j.attacher.request.Step;
import io.csi4j.attacher.volume.VolumeFinalizer;
import io.csi4j.attacher.volume.VolumeLookup;
import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.intree.Translation;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.CsiNode;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Secret;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.watch.Store;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an attachment refers to: its volume, node and secret. */
public final class Surroundings {
    private final KubeApi kube;
    private final Store<CsiNode> csiNodes;
    private final VolumeLookup volumes;
    private final VolumeFinalizer finalizer;

    public Surroundings(KubeApi kube, Store<CsiNode> csiNodes, VolumeLookup volumes, VolumeFinalizer finalizer) {
        this.kube = kube;
        this.csiNodes = csiNodes;
        this.volumes = volumes;
        this.finalizer = finalizer;
    }

    /** The volume to attach, held by our finalizer from now on; never one that is being deleted. */
    Step<CsiVolume> volumeToAttach(Attachment attachment) {
        return Source.of(attachment).then(source -> switch (source) {
            case Source.Named(var name) ->
                volumes.find(name)
                        .then(Surroundings::staying)
                        .then(finalizer::add)
                        .then(CsiVolume::of);
            case Source.Inline(var spec) -> CsiVolume.inline(attachment.name(), spec);
        });
    }

    /** The volume to detach. */
    Step<CsiVolume> volumeToDetach(Attachment attachment) {
        return Source.of(attachment).then(source -> switch (source) {
            case Source.Named(var name) -> volumes.find(name).then(CsiVolume::of);
            case Source.Inline(var spec) -> CsiVolume.inline(attachment.name(), spec);
        });
    }

    /**
     * The handle the driver lists the attachment's volume by, without asking the API server for anything.
     *
     * @param nodeId the driver's name of the attachment's node
     */
    public Step<String> knownHandle(Attachment attachment, String nodeId) {
        return Source.of(attachment)
                .then(source -> switch (source) {
                    case Source.Named(var name) ->
                        volumes.known(name)
                                .map(CsiVolume::of)
                                .orElseGet(() -> Step.blocked("persistentvolume " + name + " is not known"));
                    case Source.Inline(var spec) -> CsiVolume.inline(attachment.name(), spec);
                })
                .then(volume -> Step.ready(Translation.repairedHandle(
                        attachment.spec().attacher(), volume.csi().volumeHandle(), nodeId)));
    }

    /** Read for each call and never kept; nothing if the volume names no secret. */
    Step<Map<String, String>> secrets(CsiVolume volume) {
        var reference = volume.csi().secrets().controllerPublish();
        if (reference == null) {
            return Step.ready(Map.of());
        }
        var reply = kube.get(Kinds.SECRETS, reference.key());
        return reply instanceof Reply.Found<Secret>(var secret)
                ? Step.ready(secret.entries())
                : Step.blocked("cannot read secret " + reference.key() + ": " + reply.problem());
    }

    Step<String> nodeIdForAttach(Attachment attachment) {
        return NodeIds.forAttach(attachment, csiNode(attachment));
    }

    public Step<String> nodeIdForDetach(Attachment attachment) {
        return NodeIds.forDetach(attachment, csiNode(attachment));
    }

    private @Nullable CsiNode csiNode(Attachment attachment) {
        return csiNodes.get(ObjectKey.cluster(attachment.spec().nodeName())).orElse(null);
    }

    private static Step<Volume> staying(Volume volume) {
        return volume.isDeleting()
                ? Step.blocked("persistentvolume " + volume.name() + " is marked for deletion")
                : Step.ready(volume);
    }
}
