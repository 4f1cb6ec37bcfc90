package io.csi4j.testkit.apiserver;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;

/** RFC 6902 with the operations add, remove, replace and test; pure. */
final class JsonPatch {
    private JsonPatch() {}

    static JsonObject apply(JsonObject current, JsonArray operations) {
        JsonObject patched = current.deepCopy();
        for (JsonElement step : operations) {
            JsonObject operation = step.getAsJsonObject();
            apply(patched, operation, operation.get("path").getAsString());
        }
        return patched;
    }

    private static void apply(JsonObject root, JsonObject operation, String path) {
        List<String> names = Arrays.stream(path.substring(1).split("/", -1))
                .map(name -> name.replace("~1", "/").replace("~0", "~"))
                .toList();
        JsonElement parent = root;
        for (String name : names.subList(0, names.size() - 1)) {
            parent = child(parent, name);
        }
        String last = names.getLast();
        switch (operation.get("op").getAsString()) {
            case "add" -> put(parent, last, operation.get("value"), true);
            case "replace" -> {
                child(parent, last);
                put(parent, last, operation.get("value"), false);
            }
            case "remove" -> {
                child(parent, last);
                remove(parent, last);
            }
            case "test" -> {
                if (!child(parent, last).equals(operation.get("value"))) {
                    throw rejected();
                }
            }
            default ->
                throw ApiFailure.badRequest("unknown operation " + operation).refused();
        }
    }

    private static JsonElement child(JsonElement parent, String name) {
        if (parent instanceof JsonObject object && object.has(name)) {
            return object.get(name);
        }
        if (parent instanceof JsonArray array && name.matches("\\d+") && Integer.parseInt(name) < array.size()) {
            return array.get(Integer.parseInt(name));
        }
        throw rejected();
    }

    private static void put(JsonElement parent, String name, JsonElement value, boolean insert) {
        if (parent instanceof JsonObject object) {
            object.add(name, value.deepCopy());
        } else if (name.equals("-")) {
            parent.getAsJsonArray().add(value.deepCopy());
        } else if (insert) {
            List<JsonElement> elements = parent.getAsJsonArray().asList();
            elements.add(Integer.parseInt(name), value.deepCopy());
        } else {
            parent.getAsJsonArray().set(Integer.parseInt(name), value.deepCopy());
        }
    }

    private static void remove(JsonElement parent, String name) {
        if (parent instanceof JsonObject object) {
            object.remove(name);
        } else {
            parent.getAsJsonArray().remove(Integer.parseInt(name));
        }
    }

    /** The server does not say which operation failed: a failed test looks like a path that is not there. */
    private static ApiFailure.Refused rejected() {
        return new ApiFailure(422, "Invalid", "the server rejected our request due to an error in our request")
                .refused();
    }
}
