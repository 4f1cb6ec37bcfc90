package io.csi4j.samples;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.controller.storage.WireName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the API's JSON of trees of maps and lists. */
final class Json {
    private Json() {}

    static JsonObject object(String apiVersion, String kind, MetaSample meta, Map<String, Object> rest) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", apiVersion);
        tree.put("kind", kind);
        tree.put("metadata", meta.tree());
        tree.putAll(rest);
        return new Gson().toJsonTree(tree).getAsJsonObject();
    }

    /** Leaves out what is not there, as the API does. */
    static void put(Map<String, Object> tree, String field, @Nullable Object value) {
        if (value instanceof WireName wire) {
            put(tree, field, wire.wireName());
        } else if (value != null && !value.equals("")) {
            tree.put(field, value);
        }
    }

    static List<String> wireNames(List<? extends WireName> values) {
        return values.stream().map(WireName::wireName).toList();
    }

    /** @param expressions the field of a term: matchExpressions or matchLabelExpressions */
    static List<Map<String, Object>> terms(List<NodeTerm> terms, String expressions) {
        return terms.stream()
                .map(term -> Map.<String, Object>of(
                        expressions,
                        term.requirements().stream()
                                .map(one ->
                                        Map.of("key", one.key(), "operator", one.operator(), "values", one.values()))
                                .toList()))
                .toList();
    }
}
