package io.csi4j.testkit.apiserver;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.csi4j.sidecar.launch.Ticker;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What the API server makes of a write before it stores it: names, UIDs and times on creation, conflicts, the wall
 * between an object and its status, and objects that wait for their finalizers.
 */
final class Writes {
    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final int LONGEST_NAME = 253;
    /** Kinds whose update must name the version it builds on. */
    private static final Set<String> CONDITIONAL = Set.of("Lease");
    /** Kinds that start in the phase Pending. */
    private static final Set<String> PENDING = Set.of("PersistentVolumeClaim", "PersistentVolume", "Pod");

    private static final Set<String> KEPT =
            Set.of("name", "namespace", "uid", "creationTimestamp", "deletionTimestamp");

    private final ObjectStore store;
    private final Ticker ticker;
    private final AtomicInteger generated = new AtomicInteger();

    Writes(ObjectStore store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
    }

    /** @param withStatus keep the status, which a plain create drops */
    JsonObject create(ResourceType type, String namespace, JsonObject wanted, boolean withStatus) {
        JsonObject object = wanted.deepCopy();
        JsonObject metadata = metadata(object);
        String name = name(metadata);
        if (!SUBDOMAIN.matcher(name).matches() || name.length() > LONGEST_NAME) {
            throw ApiFailure.invalid(type, name, "metadata.name: must be a lower case RFC 1123 subdomain")
                    .refused();
        }
        if (metadata.has("resourceVersion")) {
            throw ApiFailure.badRequest("resourceVersion should not be set on objects to be created")
                    .refused();
        }
        metadata.addProperty("name", name);
        if (type.namespaced()) {
            metadata.addProperty("namespace", namespace);
        }
        if (!metadata.has("uid")) {
            metadata.addProperty("uid", UUID.randomUUID().toString());
        }
        metadata.addProperty("creationTimestamp", now());
        object.addProperty("apiVersion", type.groupVersion());
        object.addProperty("kind", type.kind());
        if (type.hasStatus() && !(withStatus && object.has("status"))) {
            object.add("status", firstStatus(type));
        }
        ObjectStore.Key key = new ObjectStore.Key(type, type.namespaced() ? namespace : "", name);
        synchronized (store) {
            if (store.find(key).isPresent()) {
                throw ApiFailure.alreadyExists(type, name).refused();
            }
            return store.put(key, object);
        }
    }

    /** @param part which part of the object the edit may change */
    JsonObject update(ObjectStore.Key key, Part part, UnaryOperator<JsonObject> edit) {
        synchronized (store) {
            JsonObject current = existing(key);
            JsonObject wanted = edit.apply(current.deepCopy());
            checkConflict(key, current, wanted);
            JsonObject next = part.of(key.type(), current, wanted);
            keepSystemFields(current, next);
            checkFinalizers(key, current, next);
            if (next.equals(current)) {
                return current;
            }
            boolean gone =
                    metadata(next).has("deletionTimestamp") && finalizers(next).isEmpty();
            if (gone) {
                // The real server answers what it was sent, under the version before the deletion.
                store.remove(key, next);
                return next;
            }
            return store.put(key, next);
        }
    }

    /** Takes an object away, or marks it when finalizers hold it; empty if it is gone. */
    Optional<JsonObject> delete(ObjectStore.Key key, JsonObject options) {
        synchronized (store) {
            JsonObject current = existing(key);
            checkPreconditions(key, current, options);
            if (finalizers(current).isEmpty()) {
                store.remove(key, current);
                return Optional.empty();
            }
            if (metadata(current).has("deletionTimestamp")) {
                return Optional.of(current);
            }
            JsonObject marked = current.deepCopy();
            metadata(marked).addProperty("deletionTimestamp", now());
            metadata(marked).addProperty("deletionGracePeriodSeconds", 0);
            return Optional.of(store.put(key, marked));
        }
    }

    private JsonObject existing(ObjectStore.Key key) {
        return store.find(key)
                .orElseThrow(() -> ApiFailure.notFound(key.type(), key.name()).refused());
    }

    private static void checkConflict(ObjectStore.Key key, JsonObject current, JsonObject wanted) {
        String version = Selector.field(wanted, "metadata.resourceVersion");
        if (version.isEmpty() && CONDITIONAL.contains(key.type().kind())) {
            throw ApiFailure.invalid(key.type(), key.name(), "metadata.resourceVersion: must be specified")
                    .refused();
        }
        if (!version.isEmpty() && !version.equals(Selector.field(current, "metadata.resourceVersion"))) {
            throw ApiFailure.conflict(key.type(), key.name(), "the object has been modified; apply your changes anew")
                    .refused();
        }
        String uid = Selector.field(wanted, "metadata.uid");
        if (!uid.isEmpty() && !uid.equals(Selector.field(current, "metadata.uid"))) {
            throw ApiFailure.conflict(key.type(), key.name(), "it is another object of that name, its uid differs")
                    .refused();
        }
    }

    private static void checkPreconditions(ObjectStore.Key key, JsonObject current, JsonObject options) {
        if (options.has("preconditions")) {
            JsonObject wanted = new JsonObject();
            wanted.add("metadata", options.get("preconditions"));
            if (CONDITIONAL.contains(key.type().kind())
                    && !options.getAsJsonObject("preconditions").has("uid")) {
                return;
            }
            checkConflict(key, current, wanted);
        }
    }

    private static void checkFinalizers(ObjectStore.Key key, JsonObject current, JsonObject next) {
        if (!metadata(current).has("deletionTimestamp")) {
            return;
        }
        for (JsonElement finalizer : finalizers(next)) {
            if (!finalizers(current).contains(finalizer)) {
                throw ApiFailure.invalid(
                                key.type(), key.name(), "no new finalizers can be added to an object being deleted")
                        .refused();
            }
        }
    }

    private static void keepSystemFields(JsonObject current, JsonObject next) {
        for (String field : KEPT) {
            metadata(next).remove(field);
            if (metadata(current).has(field)) {
                metadata(next).add(field, metadata(current).get(field));
            }
        }
        metadata(next).add("resourceVersion", metadata(current).get("resourceVersion"));
        next.add("apiVersion", current.get("apiVersion"));
        next.add("kind", current.get("kind"));
    }

    private String name(JsonObject metadata) {
        if (metadata.has("name")) {
            return metadata.get("name").getAsString();
        }
        if (metadata.has("generateName")) {
            return metadata.get("generateName").getAsString() + "%05d".formatted(generated.incrementAndGet());
        }
        throw ApiFailure.badRequest("name or generateName is required").refused();
    }

    private static JsonObject firstStatus(ResourceType type) {
        JsonObject status = new JsonObject();
        if (PENDING.contains(type.kind())) {
            status.addProperty("phase", "Pending");
        }
        return status;
    }

    private static JsonObject metadata(JsonObject object) {
        if (!object.has("metadata")) {
            object.add("metadata", new JsonObject());
        }
        return object.getAsJsonObject("metadata");
    }

    private static JsonArray finalizers(JsonObject object) {
        JsonArray finalizers = metadata(object).getAsJsonArray("finalizers");
        return finalizers == null ? new JsonArray() : finalizers;
    }

    private String now() {
        return ticker.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Which part of an object a write may change. */
    enum Part {
        /** All but the status, where the kind keeps it apart. */
        OBJECT,
        /** The status, and metadata as the server does not guard it. */
        STATUS,
        /** A test arranges what it likes. */
        EVERYTHING;

        JsonObject of(ResourceType type, JsonObject current, JsonObject wanted) {
            JsonObject next = wanted.deepCopy();
            if (this == STATUS) {
                next = current.deepCopy();
                copy(wanted, "metadata", next);
                copy(wanted, "status", next);
            } else if (this == OBJECT && type.hasStatus()) {
                copy(current, "status", next);
            }
            return next;
        }

        private static void copy(JsonObject from, String field, JsonObject to) {
            to.remove(field);
            if (from.has(field)) {
                to.add(field, from.get(field).deepCopy());
            }
        }
    }
}
