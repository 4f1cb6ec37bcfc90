package io.csi4j.testkit.apiserver;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One write, as watches tell of it.
 *
 * @param before the object before it, null if there was none
 * @param after the object after it; of a deletion its last state
 */
record Change(ResourceType type, long version, @Nullable JsonObject before, JsonObject after, boolean deleted) {
    /** The event for a watch with that selector; null if the change does not concern it. */
    @Nullable
    JsonObject eventFor(Selector selector) {
        boolean was = before != null && selector.test(before);
        boolean is = !deleted && selector.test(after);
        if (!was && !is) {
            return null;
        }
        return event(!was ? "ADDED" : is ? "MODIFIED" : "DELETED", after);
    }

    static JsonObject event(String type, JsonObject object) {
        JsonObject event = new JsonObject();
        event.addProperty("type", type);
        event.add("object", object);
        return event;
    }
}
