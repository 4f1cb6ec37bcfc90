package io.csi4j.samples;

import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metadata of a sample. Mutable. */
final class MetaSample {
    private String namespace;
    private String name;
    private String uid;
    private boolean deleting;
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final List<String> finalizers = new ArrayList<>();

    MetaSample(String namespace, String name) {
        this.namespace = namespace;
        this.name = name;
        this.uid = "uid-of-" + name;
    }

    void named(String wanted) {
        name = wanted;
        uid = "uid-of-" + wanted;
    }

    void in(String wanted) {
        namespace = wanted;
    }

    void uid(String wanted) {
        uid = wanted;
    }

    void annotated(String key, String value) {
        annotations.put(key, value);
    }

    void heldBy(String finalizer) {
        finalizers.add(finalizer);
    }

    void deleting() {
        deleting = true;
    }

    Meta value() {
        return new Meta(new ObjectKey(namespace, name), uid, "", deleting, annotations, finalizers);
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", name);
        if (!namespace.isEmpty()) {
            tree.put("namespace", namespace);
        }
        tree.put("uid", uid);
        if (deleting) {
            tree.put("deletionTimestamp", "2026-01-01T00:00:00Z");
        }
        tree.put("annotations", annotations);
        tree.put("finalizers", finalizers);
        return tree;
    }
}
