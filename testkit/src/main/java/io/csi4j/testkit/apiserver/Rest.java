package io.csi4j.testkit.apiserver;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers one request with a JSON object, or refuses it. */
final class Rest {
    private final List<ResourceType> types;
    private final ObjectStore store;
    private final Writes writes;

    Rest(List<ResourceType> types, ObjectStore store, Writes writes) {
        this.types = types;
        this.store = store;
        this.writes = writes;
    }

    /** Any request but a watch. */
    JsonObject answer(ApiCall call) {
        if (call.plural().isEmpty()) {
            return discovery(call);
        }
        ResourceType type = type(call);
        return switch (call.verb()) {
            case "get" ->
                store.find(key(type, call))
                        .orElseThrow(
                                () -> ApiFailure.notFound(type, call.name()).refused());
            case "list" -> list(type, call);
            case "create" -> writes.create(type, call.namespace(), json(call), false);
            case "update" -> writes.update(key(type, call), part(type, call), current -> json(call));
            case "patch" ->
                writes.update(
                        key(type, call),
                        part(type, call),
                        current -> Patches.apply(current, call.contentType(), call.body()));
            case "delete" -> delete(type, call);
            default -> throw new ApiFailure(405, "MethodNotAllowed", "unknown verb " + call.verb()).refused();
        };
    }

    Watch watch(ApiCall call) {
        ResourceType type = type(call);
        boolean bookmarks = call.wants("allowWatchBookmarks");
        boolean initialEvents = call.wants("sendInitialEvents");
        if (initialEvents && !"NotOlderThan".equals(call.query().get("resourceVersionMatch"))) {
            throw new ApiFailure(422, "Invalid", "sendInitialEvents needs resourceVersionMatch NotOlderThan").refused();
        }
        String version = call.query().getOrDefault("resourceVersion", "");
        boolean fromStart = initialEvents || version.isEmpty() || version.equals("0");
        return store.watch(type, Selector.of(call), bookmarks, fromStart ? null : Long.valueOf(version));
    }

    void close(Watch watch) {
        store.close(watch);
    }

    private JsonObject list(ResourceType type, ApiCall call) {
        Page from = Page.of(call.query().get("continue"));
        ObjectStore.Listing now = store.list(type);
        long version = from == null ? now.version() : from.version();
        if (from != null && store.isCompacted(version)) {
            throw ApiFailure.expired("the provided continue parameter is too old")
                    .refused();
        }
        List<JsonObject> matching = now.objects().stream()
                .filter(Selector.of(call))
                .filter(object -> from == null || position(object).compareTo(from.after()) > 0)
                .toList();
        int limit = Integer.parseInt(call.query().getOrDefault("limit", "0"));
        List<JsonObject> page = limit > 0 && limit < matching.size() ? matching.subList(0, limit) : matching;

        JsonObject metadata = new JsonObject();
        metadata.addProperty("resourceVersion", Long.toString(version));
        if (page.size() < matching.size()) {
            metadata.addProperty("continue", new Page(version, position(page.getLast())).token());
            metadata.addProperty("remainingItemCount", matching.size() - page.size());
        }
        JsonArray items = new JsonArray();
        page.forEach(items::add);
        JsonObject list = new JsonObject();
        list.addProperty("kind", type.kind() + "List");
        list.addProperty("apiVersion", type.groupVersion());
        list.add("metadata", metadata);
        list.add("items", items);
        return list;
    }

    /** Where the next page of a list begins. */
    private record Page(long version, String after) {
        static @Nullable Page of(@Nullable String token) {
            if (token == null || token.isEmpty()) {
                return null;
            }
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(" ", 2);
            return new Page(Long.parseLong(parts[0]), parts[1]);
        }

        String token() {
            return Base64.getUrlEncoder().encodeToString((version + " " + after).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Sorts as the store does: a space comes before every letter of a name. */
    private static String position(JsonObject object) {
        return Selector.field(object, "metadata.namespace") + " " + Selector.field(object, "metadata.name");
    }

    private JsonObject delete(ResourceType type, ApiCall call) {
        Optional<JsonObject> held = writes.delete(key(type, call), json(call));
        if (held.isPresent()) {
            return held.get();
        }
        JsonObject status = new JsonObject();
        status.addProperty("kind", "Status");
        status.addProperty("apiVersion", "v1");
        status.add("metadata", new JsonObject());
        status.addProperty("status", "Success");
        return status;
    }

    private JsonObject discovery(ApiCall call) {
        if (call.path().equals("/version")) {
            JsonObject version = new JsonObject();
            version.addProperty("major", "1");
            version.addProperty("minor", "36");
            version.addProperty("gitVersion", "v1.36.0");
            return version;
        }
        JsonArray resources = new JsonArray();
        types.stream()
                .filter(type -> type.groupVersion().equals(call.groupVersion()))
                .forEach(type -> resources.add(describe(type)));
        if (resources.isEmpty()) {
            throw ApiFailure.noSuchResource().refused();
        }
        JsonObject list = new JsonObject();
        list.addProperty("kind", "APIResourceList");
        list.addProperty("apiVersion", "v1");
        list.addProperty("groupVersion", call.groupVersion());
        list.add("resources", resources);
        return list;
    }

    private static JsonObject describe(ResourceType type) {
        JsonObject resource = new JsonObject();
        resource.addProperty("name", type.plural());
        resource.addProperty("kind", type.kind());
        resource.addProperty("namespaced", type.namespaced());
        return resource;
    }

    private ResourceType type(ApiCall call) {
        return types.stream()
                .filter(type -> type.plural().equals(call.plural())
                        && type.groupVersion().equals(call.groupVersion()))
                .findFirst()
                .orElseThrow(() -> ApiFailure.noSuchResource().refused());
    }

    private static ObjectStore.Key key(ResourceType type, ApiCall call) {
        return new ObjectStore.Key(type, call.namespace(), call.name());
    }

    private static Writes.Part part(ResourceType type, ApiCall call) {
        if (call.subresource().isEmpty()) {
            return Writes.Part.OBJECT;
        }
        if (type.hasStatus() && call.subresource().equals("status")) {
            return Writes.Part.STATUS;
        }
        throw ApiFailure.noSuchResource().refused();
    }

    private static JsonObject json(ApiCall call) {
        return call.body().isBlank()
                ? new JsonObject()
                : JsonParser.parseString(call.body()).getAsJsonObject();
    }
}
