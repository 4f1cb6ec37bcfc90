package io.csi4j.samples;

import com.google.gson.JsonObject;
import io.csi4j.controller.storage.Attachment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An attachment in the making. Mutable. */
public final class AttachmentSample {
    private final MetaSample meta = new MetaSample("", "attachment-1");
    private String attacher = Samples.DRIVER;
    private String node = "node-1";
    private String volume = "volume-1";
    private boolean attached;
    private @Nullable Map<String, String> publishContext;
    private Attachment.@Nullable Fault attachError;
    private Attachment.@Nullable Fault detachError;

    AttachmentSample() {}

    public AttachmentSample named(String name) {
        meta.named(name);
        return this;
    }

    public AttachmentSample annotated(String key, String value) {
        meta.annotated(key, value);
        return this;
    }

    public AttachmentSample heldBy(String finalizer) {
        meta.heldBy(finalizer);
        return this;
    }

    public AttachmentSample deleting() {
        meta.deleting();
        return this;
    }

    public AttachmentSample of(String driver) {
        attacher = driver;
        return this;
    }

    public AttachmentSample of(String wantedVolume, String wantedNode) {
        volume = wantedVolume;
        node = wantedNode;
        return this;
    }

    /** Attached, with what the driver tells the node. */
    public AttachmentSample attached(Map<String, String> context) {
        attached = true;
        publishContext = Map.copyOf(context);
        return this;
    }

    public AttachmentSample failedToAttach(String message) {
        attachError = fault(message);
        return this;
    }

    public AttachmentSample failedToDetach(String message) {
        detachError = fault(message);
        return this;
    }

    public Attachment record() {
        return new Attachment(
                meta.value(),
                new Attachment.Spec(attacher, node, volume, null),
                new Attachment.Status(attached, publishContext, attachError, detachError));
    }

    public JsonObject json() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("attached", attached);
        Json.put(status, "attachmentMetadata", publishContext);
        Json.put(status, "attachError", attachError == null ? null : fault(attachError));
        Json.put(status, "detachError", detachError == null ? null : fault(detachError));
        Map<String, Object> spec =
                Map.of("attacher", attacher, "nodeName", node, "source", Map.of("persistentVolumeName", volume));
        return Json.object("storage.k8s.io/v1", "VolumeAttachment", meta, Map.of("spec", spec, "status", status));
    }

    private static Attachment.Fault fault(String message) {
        return new Attachment.Fault("2026-01-01T00:00:00Z", message, null);
    }

    private static Map<String, Object> fault(Attachment.Fault fault) {
        return Map.of("time", fault.time(), "message", fault.message());
    }
}
