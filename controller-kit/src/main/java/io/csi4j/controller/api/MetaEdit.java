package io.csi4j.controller.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.csi4j.controller.storage.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What shall change of an object's finalizers and annotations; everything else stays as others left it. */
public final class MetaEdit {
    private final List<String> added = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final Map<String, @Nullable String> annotations = new LinkedHashMap<>();

    private MetaEdit() {}

    public static MetaEdit addFinalizer(String finalizer) {
        MetaEdit edit = new MetaEdit();
        edit.added.add(finalizer);
        return edit;
    }

    public static MetaEdit removeFinalizer(String finalizer) {
        MetaEdit edit = new MetaEdit();
        edit.removed.add(finalizer);
        return edit;
    }

    public static MetaEdit setAnnotation(String key, String value) {
        return new MetaEdit().andSetAnnotation(key, value);
    }

    public static MetaEdit removeAnnotation(String key) {
        MetaEdit edit = new MetaEdit();
        edit.annotations.put(key, null);
        return edit;
    }

    public MetaEdit andSetAnnotation(String key, String value) {
        annotations.put(key, value);
        return this;
    }

    public MetaEdit andRemoveAnnotation(String key) {
        annotations.put(key, null);
        return this;
    }

    /**
     * The edit as a patch that is refused if what it builds on has changed.
     *
     * <p>Finalizers alone: a JSON patch that tests UID and the list seen, so that other changes do no harm. With
     * annotations: a merge patch bound to the state seen.
     */
    Patch asPatch(KubeObject seen) {
        List<String> finalizers = edited(seen.finalizers());
        if (annotations.isEmpty()) {
            return finalizerPatch(seen, finalizers);
        }
        Map<String, @Nullable Object> meta = new LinkedHashMap<>();
        meta.put("uid", seen.uid());
        meta.put("resourceVersion", seen.resourceVersion());
        meta.put("annotations", annotations);
        if (!finalizers.equals(seen.finalizers())) {
            meta.put("finalizers", finalizers);
        }
        return Patch.merge(Map.of("metadata", meta));
    }

    private static Patch finalizerPatch(KubeObject seen, List<String> wanted) {
        List<Map<String, @Nullable Object>> operations = new ArrayList<>();
        List<String> before = seen.finalizers();
        operations.add(operation("test", "/metadata/uid", seen.uid()));
        // An absent list tests equal to null (RFC 6902 knows no other way to say absent; the API server agrees).
        operations.add(operation("test", "/metadata/finalizers", before.isEmpty() ? null : before));
        operations.add(operation("add", "/metadata/finalizers", wanted));
        return Patch.json(operations);
    }

    private static Map<String, @Nullable Object> operation(String op, String path, @Nullable Object value) {
        Map<String, @Nullable Object> operation = new LinkedHashMap<>();
        operation.put("op", op);
        operation.put("path", path);
        operation.put("value", value);
        return operation;
    }

    private List<String> edited(List<String> finalizers) {
        List<String> wanted = new ArrayList<>(finalizers);
        wanted.removeAll(removed);
        added.stream().filter(finalizer -> !wanted.contains(finalizer)).forEach(wanted::add);
        return wanted;
    }

    /**
     * Edits a whole object in place.
     *
     * @return false if the object already is as it shall be
     */
    boolean applyTo(JsonObject object) {
        JsonObject meta = object.getAsJsonObject("metadata");
        JsonElement before = meta.deepCopy();
        List<String> finalizers = edited(texts(meta.get("finalizers")));
        meta.remove("finalizers");
        if (!finalizers.isEmpty()) {
            JsonArray list = new JsonArray();
            finalizers.forEach(list::add);
            meta.add("finalizers", list);
        }
        if (!annotations.isEmpty()) {
            annotate(meta);
        }
        return !meta.equals(before);
    }

    private void annotate(JsonObject meta) {
        JsonObject found = meta.has("annotations") ? meta.getAsJsonObject("annotations") : new JsonObject();
        annotations.forEach((key, value) -> {
            if (value == null) {
                found.remove(key);
            } else {
                found.add(key, new JsonPrimitive(value));
            }
        });
        meta.remove("annotations");
        if (!found.isEmpty()) {
            meta.add("annotations", found);
        }
    }

    private static List<String> texts(@Nullable JsonElement list) {
        return list instanceof JsonArray array
                ? array.asList().stream().map(JsonElement::getAsString).toList()
                : List.of();
    }
}
