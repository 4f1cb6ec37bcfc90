package io.csi4j.testkit.apiserver;

import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One open watch: the events it still has to send. */
final class Watch {
    private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

    private final ResourceType type;
    private final Selector selector;
    private final boolean bookmarks;
    private final BlockingQueue<Optional<JsonObject>> events = new LinkedBlockingQueue<>();

    Watch(ResourceType type, Selector selector, boolean bookmarks) {
        this.type = type;
        this.selector = selector;
        this.bookmarks = bookmarks;
    }

    ResourceType type() {
        return type;
    }

    /** Waits for the next event; empty at the end of the watch. */
    Optional<JsonObject> next() throws InterruptedException {
        return events.take();
    }

    void tell(Change change) {
        JsonObject event = change.type().equals(type) ? change.eventFor(selector) : null;
        if (event != null) {
            events.add(Optional.of(event));
        }
    }

    /** An object that was there before the watch. */
    void tellInitial(JsonObject object) {
        if (selector.test(object)) {
            events.add(Optional.of(Change.event("ADDED", object)));
        }
    }

    void bookmark(long version, boolean endsInitialEvents) {
        if (!bookmarks) {
            return;
        }
        JsonObject metadata = new JsonObject();
        metadata.addProperty("resourceVersion", Long.toString(version));
        if (endsInitialEvents) {
            JsonObject annotations = new JsonObject();
            annotations.addProperty(INITIAL_EVENTS_END, "true");
            metadata.add("annotations", annotations);
        }
        JsonObject object = new JsonObject();
        object.addProperty("apiVersion", type.groupVersion());
        object.addProperty("kind", type.kind());
        object.add("metadata", metadata);
        events.add(Optional.of(Change.event("BOOKMARK", object)));
    }

    void fail(ApiFailure failure) {
        events.add(Optional.of(Change.event("ERROR", failure.status())));
        end();
    }

    void end() {
        events.add(Optional.empty());
    }
}
