package io.csi4j.attacher.attachment;

import io.csi4j.controller.api.Patch;
import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Attachment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The patches of an attachment, each bound to its UID: names are made of volume and node, so another attachment may
 * have taken the place of the one that was seen. Finalizers and annotations are merged one by one and never replace
 * what others wrote (contract 4.5 and edge 3).
 */
final class AttachmentPatches {
    private AttachmentPatches() {}

    /** Our finalizer and the node id; empty if both are there. */
    static Optional<Patch> marked(Attachment seen, String finalizer, String nodeId) {
        Map<String, @Nullable Object> meta = new LinkedHashMap<>();
        if (!seen.hasFinalizer(finalizer)) {
            meta.put("finalizers", List.of(finalizer));
        }
        if (!seen.annotation(Annotations.NODE_ID).equals(Optional.of(nodeId))) {
            meta.put("annotations", Map.of(Annotations.NODE_ID, nodeId));
        }
        return meta.isEmpty() ? Optional.empty() : Optional.of(Patch.strategicMerge(tree(seen, meta)));
    }

    static Patch released(Attachment seen, String finalizer) {
        return Patch.strategicMerge(tree(seen, Map.of("$deleteFromPrimitiveList/finalizers", List.of(finalizer))));
    }

    /** @param context what the driver tells the node; empty takes the field away */
    static Optional<Patch> attached(Attachment seen, Map<String, String> context) {
        var before = seen.status();
        boolean same = before.attached() && before.attachError() == null && context.equals(known(before));
        if (same) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("attached", true);
        status.put("attachmentMetadata", difference(known(before), context));
        status.put("attachError", null);
        return Optional.of(onStatus(seen, status));
    }

    static Optional<Patch> detached(Attachment seen) {
        var before = seen.status();
        if (!before.attached() && before.publishContext() == null && before.detachError() == null) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put("attached", false);
        status.put("attachmentMetadata", null);
        status.put("detachError", null);
        return Optional.of(onStatus(seen, status));
    }

    /** @param field {@code attachError} or {@code detachError} */
    static Patch failed(Attachment seen, String field, Attachment.Fault fault) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("message", fault.message());
        tree.put("time", fault.time());
        tree.put("errorCode", fault.code());
        Map<String, @Nullable Object> status = new LinkedHashMap<>();
        status.put(field, tree);
        return onStatus(seen, status);
    }

    /** Null if nothing shall be left: then the field itself goes. */
    private static @Nullable Map<String, @Nullable String> difference(
            Map<String, String> before, Map<String, String> wanted) {
        if (wanted.isEmpty()) {
            return null;
        }
        Map<String, @Nullable String> difference = new LinkedHashMap<>();
        before.keySet().stream().filter(key -> !wanted.containsKey(key)).forEach(key -> difference.put(key, null));
        difference.putAll(wanted);
        return difference;
    }

    private static Map<String, String> known(Attachment.Status status) {
        return Objects.requireNonNullElse(status.publishContext(), Map.of());
    }

    private static Patch onStatus(Attachment seen, Map<String, @Nullable Object> status) {
        Map<String, @Nullable Object> tree = tree(seen, Map.of());
        tree.put("status", status);
        return Patch.merge(tree).onStatus();
    }

    private static Map<String, @Nullable Object> tree(Attachment seen, Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> meta = new LinkedHashMap<>();
        meta.put("uid", seen.uid());
        meta.putAll(more);
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("metadata", meta);
        return tree;
    }
}
