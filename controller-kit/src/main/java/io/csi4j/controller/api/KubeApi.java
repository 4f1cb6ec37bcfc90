package io.csi4j.controller.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The API server. Every request has a deadline and ends in a {@link Reply}; nothing is thrown for what a server may
 * answer. An interrupted request answers {@code Unreachable} and leaves the thread's interrupt flag set. A write that
 * ends in {@code Unreachable} may have been done all the same.
 *
 * <p>Requests go through the official client's HTTP stack; its object models are never loaded (measured: 11 MB and
 * 150 ms at start).
 */
public final class KubeApi implements AutoCloseable {
    private static final Log LOG = Log.of(KubeApi.class);

    private final Transport transport;

    private KubeApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * Finds the server and our credentials; sends nothing yet.
     *
     * @throws StartupException with the options' exit if there is no configuration or it makes no sense
     */
    public static KubeApi connect(KubeOptions options) {
        Ticker ticker = Ticker.system();
        Cluster cluster = Cluster.find(options, ticker);
        try {
            return new KubeApi(Transport.to(cluster, options, ticker));
        } catch (IOException e) {
            throw new StartupException(options.faultExit(), "no way to the API server: " + e.getMessage(), e);
        }
    }

    /** The same server, connections and limit, with another deadline for every request. */
    public KubeApi within(Duration deadline) {
        return new KubeApi(transport.within(deadline));
    }

    public <T extends KubeObject> Reply<T> get(Kind<T> kind, ObjectKey key) {
        return one(kind, object(kind, key, ""));
    }

    /**
     * Creates an object; a name that ends in a dash is completed by the server.
     *
     * @return {@code Exists} if the name is taken
     */
    public <T extends KubeObject> Reply<T> create(Kind<T> kind, T value) {
        HttpUrl url = Paths.collection(
                        transport.url(), kind.place(), value.key().namespace())
                .build();
        return one(kind, new Request.Builder().url(url).post(kind.write(value, transport.speaksProtobuf())));
    }

    /**
     * Replaces an object of a kind we write as a whole.
     *
     * @return {@code Conflict} if the object is no longer at {@code value}'s resource version
     */
    public <T extends KubeObject> Reply<T> replace(Kind<T> kind, T value) {
        return one(kind, object(kind, value.key(), "").put(kind.write(value, transport.speaksProtobuf())));
    }

    /**
     * Patches an object.
     *
     * @return {@code Conflict} if a guard in the patch does not hold
     */
    public <T extends KubeObject> Reply<T> patch(Kind<T> kind, ObjectKey key, Patch patch) {
        RequestBody body =
                RequestBody.create(patch.body().getBytes(StandardCharsets.UTF_8), Answers.typeOf(patch.form()));
        Reply<T> reply = one(kind, object(kind, key, patch.subresource()).patch(body));
        return patch.form() == Patch.Form.JSON ? testFailed(reply) : reply;
    }

    /**
     * The server answers a failed test of a JSON patch like an invalid object, but without a cause: to the caller it
     * is a conflict.
     */
    private static <T> Reply<T> testFailed(Reply<T> reply) {
        return reply instanceof Reply.Rejected<T>(int code, String reason, String message)
                        && code == 422
                        && message.contains("rejected our request")
                ? new Reply.Conflict<>(message)
                : reply;
    }

    /**
     * Changes finalizers and annotations by a patch; needs the right to patch.
     *
     * @param seen the object the edit builds on
     * @return {@code Conflict} if what the edit builds on has changed meanwhile
     */
    public <T extends KubeObject> Reply<T> patchMeta(Kind<T> kind, T seen, MetaEdit edit) {
        return patch(kind, seen.key(), edit.asPatch(seen));
    }

    /**
     * Changes finalizers and annotations by reading the object and writing it back whole: for kinds of which we may
     * update but not patch (claims, snapshots: external-provisioner.md, section 11).
     *
     * @param seen the object meant, by key and UID; its state may be older
     * @return {@code Absent} if an object of another UID has taken its place
     */
    public <T extends KubeObject> Reply<T> updateMeta(Kind<T> kind, T seen, MetaEdit edit) {
        return readAndWrite(kind, seen, tree -> write(kind, seen, tree, edit));
    }

    /**
     * As {@link #updateMeta}, for an edit that holds only for the very state seen.
     *
     * @return {@code Conflict} if the object has changed since
     */
    public <T extends KubeObject> Reply<T> updateMetaAsSeen(Kind<T> kind, T seen, MetaEdit edit) {
        return readAndWrite(
                kind,
                seen,
                tree -> text(tree, "resourceVersion").equals(seen.resourceVersion())
                        ? write(kind, seen, tree, edit)
                        : new Reply.Conflict<>("the object has changed"));
    }

    private <T extends KubeObject> Reply<T> readAndWrite(
            Kind<T> kind, T seen, Function<JsonObject, Reply<T>> whenRead) {
        Reply<JsonObject> read = transport.ask(object(kind, seen.key(), ""), KubeApi::tree);
        return switch (read) {
            case Reply.Found<JsonObject>(JsonObject tree) ->
                text(tree, "uid").equals(seen.uid()) ? whenRead.apply(tree) : new Reply.Absent<>();
            case Reply.Absent<JsonObject>() -> new Reply.Absent<>();
            case Reply.Conflict<JsonObject>(String message) -> new Reply.Conflict<>(message);
            case Reply.Exists<JsonObject>() -> new Reply.Exists<>();
            case Reply.Rejected<JsonObject>(int code, String reason, String message) ->
                new Reply.Rejected<>(code, reason, message);
            case Reply.Unreachable<JsonObject>(String message, Duration wait) -> new Reply.Unreachable<>(message, wait);
        };
    }

    private <T extends KubeObject> Reply<T> write(Kind<T> kind, T seen, JsonObject tree, MetaEdit edit) {
        if (!edit.applyTo(tree)) {
            return one(kind, object(kind, seen.key(), ""));
        }
        return one(kind, object(kind, seen.key(), "").put(json(tree.toString())));
    }

    private static String text(JsonObject tree, String field) {
        JsonElement value = tree.getAsJsonObject("metadata").get(field);
        return value == null ? "" : value.getAsString();
    }

    /** What became of a deletion. */
    public enum Deletion {
        /** The object is gone. */
        DONE,
        /** The object is marked; finalizers still hold it. */
        WAITS
    }

    /**
     * Deletes exactly the object seen, whatever its state.
     *
     * @return {@code Absent} if it is gone already, {@code Conflict} if another object has taken its name
     */
    public <T extends KubeObject> Reply<Deletion> delete(Kind<T> kind, T seen) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("apiVersion", "v1");
        options.put("kind", "DeleteOptions");
        options.put("preconditions", Map.of("uid", seen.uid()));
        RequestBody body = json(Write.toText(out -> Write.tree(out, options)));
        return transport.ask(object(kind, seen.key(), "").delete(body), KubeApi::deletion);
    }

    private static Deletion deletion(Response response) throws IOException {
        StringBuilder kind = new StringBuilder();
        Fields in = Answers.json(response);
        in.object(field -> {
            if (field.equals("kind")) {
                kind.append(in.text());
            } else {
                in.skip();
            }
        });
        // The server answers the marked object, or a Status when nothing is left of it.
        return kind.toString().equals("Status") ? Deletion.DONE : Deletion.WAITS;
    }

    /**
     * Whether the cluster has a kind. Taken for a yes, with a line in the log, where the server cannot tell: a wrong yes
     * shows as a failing watch, a wrong no as nothing at all.
     *
     * @param resource for example {@code volumeattributesclasses}
     */
    public boolean isServing(String group, String version, String resource) {
        return switch (resources(group, version)) {
            case Reply.Found<Set<String>>(var served) -> served.contains(resource);
            case Reply.Absent<Set<String>> _ -> false;
            case Reply.Exists<Set<String>> reply -> untold(resource, reply);
            case Reply.Conflict<Set<String>> reply -> untold(resource, reply);
            case Reply.Rejected<Set<String>> reply -> untold(resource, reply);
            case Reply.Unreachable<Set<String>> reply -> untold(resource, reply);
        };
    }

    private static boolean untold(String resource, Reply<?> reply) {
        LOG.error(
                null,
                "cannot tell whether the cluster has a kind, taking it that it has",
                "resource",
                resource,
                "reason",
                reply.problem());
        return true;
    }

    /**
     * The resources a version of an API group serves, for example {@code volumeattributesclasses}.
     *
     * @param group empty for the core group
     * @return {@code Absent} if the server does not know the group or version
     */
    public Reply<Set<String>> resources(String group, String version) {
        HttpUrl url = Paths.group(transport.url(), group, version).build();
        return transport.ask(new Request.Builder().url(url), response -> {
            Set<String> names = new HashSet<>();
            Fields in = Answers.json(response);
            in.object(field -> {
                if (field.equals("resources")) {
                    in.each(resource -> names.add(NameFields.read(resource)));
                } else {
                    in.skip();
                }
            });
            return Set.copyOf(names);
        });
    }

    public <T extends KubeObject> ListWatch<T> listWatch(Kind<T> kind, Selector selector) {
        return new ListWatch<>(transport, kind, selector);
    }

    /** Cancels what runs and closes all connections, also of the views that {@link #within} made. */
    @Override
    public void close() {
        transport.close();
    }

    private Request.Builder object(Kind<?> kind, ObjectKey key, String subresource) {
        HttpUrl.Builder url = Paths.object(transport.url(), kind.place(), key);
        if (!subresource.isEmpty()) {
            url.addPathSegment(subresource);
        }
        return new Request.Builder().url(url.build());
    }

    private <T extends KubeObject> Reply<T> one(Kind<T> kind, Request.Builder request) {
        return transport.ask(Answers.of(kind, request), response -> kind.read(Answers.fields(response, kind)));
    }

    private static JsonObject tree(Response response) throws IOException {
        try {
            return JsonParser.parseReader(response.body().charStream()).getAsJsonObject();
        } catch (JsonParseException e) {
            throw new IOException("the answer is no JSON object", e);
        }
    }

    private static RequestBody json(String text) {
        return RequestBody.create(text.getBytes(StandardCharsets.UTF_8), Answers.JSON);
    }
}
