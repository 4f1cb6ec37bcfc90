package io.csi4j.testkit.apiserver;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Map;
import java.util.Set;

/** The three patch formats the controllers use; pure. */
final class Patches {
    /** Lists of words that a strategic patch adds to instead of replacing them. */
    private static final Set<String> WORD_LISTS = Set.of("finalizers");
    /** Lists of objects that a strategic patch merges, with the field that tells their elements apart. */
    private static final Map<String, String> KEYED_LISTS =
            Map.of("conditions", "type", "ownerReferences", "uid", "volumes", "name", "containers", "name");

    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";

    private Patches() {}

    /** The patched object; {@code current} stays as it is. */
    static JsonObject apply(JsonObject current, String contentType, String patch) {
        JsonElement wanted = JsonParser.parseString(patch);
        String format = contentType.split(";", 2)[0].trim();
        return switch (format) {
            case "application/merge-patch+json" ->
                merge(current, wanted.getAsJsonObject()).getAsJsonObject();
            case "application/strategic-merge-patch+json" -> strategic(current, wanted.getAsJsonObject());
            case "application/json-patch+json" -> JsonPatch.apply(current, wanted.getAsJsonArray());
            default -> throw new ApiFailure(415, "UnsupportedMediaType", "unknown patch format " + format).refused();
        };
    }

    /** RFC 7396. */
    private static JsonElement merge(JsonElement current, JsonElement patch) {
        if (!patch.isJsonObject()) {
            return patch.deepCopy();
        }
        JsonObject merged = current.isJsonObject() ? current.getAsJsonObject().deepCopy() : new JsonObject();
        patch.getAsJsonObject().asMap().forEach((field, value) -> {
            if (value.isJsonNull()) {
                merged.remove(field);
            } else {
                JsonElement old = merged.has(field) ? merged.get(field) : new JsonObject();
                merged.add(field, merge(old, value));
            }
        });
        return merged;
    }

    private static JsonObject strategic(JsonObject current, JsonObject patch) {
        JsonObject merged = current.deepCopy();
        patch.asMap().forEach((field, value) -> {
            if (field.startsWith(DELETE_FROM)) {
                removeWords(merged, field.substring(DELETE_FROM.length()), value.getAsJsonArray());
            } else if (!field.startsWith("$")) {
                set(merged, field, value);
            }
        });
        return merged;
    }

    private static void set(JsonObject object, String field, JsonElement value) {
        JsonElement old = object.get(field);
        if (value.isJsonNull()) {
            object.remove(field);
        } else if (value.isJsonObject()) {
            boolean merges = old != null && old.isJsonObject();
            object.add(field, strategic(merges ? old.getAsJsonObject() : new JsonObject(), value.getAsJsonObject()));
        } else if (value.isJsonArray() && old != null && WORD_LISTS.contains(field)) {
            addWords(old.getAsJsonArray(), value.getAsJsonArray());
        } else if (value.isJsonArray() && KEYED_LISTS.containsKey(field)) {
            JsonArray elements = old == null ? new JsonArray() : old.getAsJsonArray();
            object.add(field, mergeByKey(elements, value.getAsJsonArray(), KEYED_LISTS.get(field)));
        } else {
            object.add(field, value.deepCopy());
        }
    }

    private static void addWords(JsonArray words, JsonArray more) {
        for (JsonElement word : more) {
            if (!words.contains(word)) {
                words.add(word);
            }
        }
    }

    private static void removeWords(JsonObject object, String field, JsonArray unwanted) {
        if (object.has(field)) {
            unwanted.forEach(word -> object.getAsJsonArray(field).remove(word));
        }
    }

    private static JsonArray mergeByKey(JsonArray current, JsonArray patch, String key) {
        JsonArray merged = current.deepCopy();
        for (JsonElement wanted : patch) {
            JsonObject element = wanted.getAsJsonObject();
            int at = indexOf(merged, key, element);
            if (element.has("$patch") && element.get("$patch").getAsString().equals("delete")) {
                if (at >= 0) {
                    merged.remove(at);
                }
            } else if (at >= 0) {
                merged.set(at, strategic(merged.get(at).getAsJsonObject(), element));
            } else {
                merged.add(strategic(new JsonObject(), element));
            }
        }
        return merged;
    }

    private static int indexOf(JsonArray elements, String key, JsonObject wanted) {
        for (int i = 0; i < elements.size(); i++) {
            JsonElement name = elements.get(i).getAsJsonObject().get(key);
            if (name != null && name.equals(wanted.get(key))) {
                return i;
            }
        }
        return -1;
    }
}
