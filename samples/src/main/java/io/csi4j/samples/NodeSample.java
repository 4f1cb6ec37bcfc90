package io.csi4j.samples;

import com.google.gson.JsonObject;
import io.csi4j.controller.storage.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** A Node in the making. Mutable. */
public final class NodeSample {
    private final MetaSample meta = new MetaSample("", "node-1");
    private final Map<String, String> labels = new LinkedHashMap<>();

    NodeSample() {}

    public NodeSample named(String name) {
        meta.named(name);
        return this;
    }

    public NodeSample labelled(String key, String value) {
        labels.put(key, value);
        return this;
    }

    public Node record() {
        return new Node(meta.value(), labels);
    }

    public JsonObject json() {
        JsonObject json = Json.object("v1", "Node", meta, Map.of());
        JsonObject tree = new JsonObject();
        labels.forEach(tree::addProperty);
        json.getAsJsonObject("metadata").add("labels", tree);
        return json;
    }
}
