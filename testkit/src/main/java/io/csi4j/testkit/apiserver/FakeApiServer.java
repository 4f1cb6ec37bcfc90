package io.csi4j.testkit.apiserver;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.testkit.Faults;
import io.csi4j.testkit.HandClock;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The server, and a test's own door to its objects: what a test writes here passes no fault and is not recorded as a
 * call. Objects go in and out as JSON; {@code plural} is the name in paths, e.g. {@code persistentvolumeclaims}.
 */
public final class FakeApiServer implements AutoCloseable {
    private final List<ResourceType> types = new CopyOnWriteArrayList<>(ResourceType.known());
    private final List<ApiCall> calls = new CopyOnWriteArrayList<>();
    private final Faults<ApiCall, ApiFailure> faults = new Faults<>();
    private final ObjectStore store = new ObjectStore();
    private final Writes writes;
    private final HttpSide http;

    private FakeApiServer(Ticker ticker) {
        writes = new Writes(store, ticker);
        http = new HttpSide(this, new Rest(types, store, writes));
    }

    /** Listens on a free port of the loopback address, with timestamps from a clock that stands still. */
    public static FakeApiServer start() {
        return start(new HandClock());
    }

    /** As {@link #start()}, with timestamps from {@code ticker}. */
    public static FakeApiServer start(Ticker ticker) {
        return new FakeApiServer(ticker);
    }

    public URI url() {
        return http.url();
    }

    /** What goes wrong; {@link ApiCall#on} picks the calls. */
    public Faults<ApiCall, ApiFailure> faults() {
        return faults;
    }

    /** Every request that came, in order, the refused ones included. */
    public List<ApiCall> calls() {
        return List.copyOf(calls);
    }

    /** Those of the requests that match, e.g. {@code calls(on("create", "persistentvolumes"))}. */
    public List<ApiCall> calls(Predicate<ApiCall> which) {
        return calls.stream().filter(which).toList();
    }

    /** Waits until at least that many matching requests have come. */
    public void awaitCalls(int count, Predicate<ApiCall> which) throws InterruptedException {
        store.await(() -> calls(which).size() >= count);
    }

    public void forgetCalls() {
        calls.clear();
    }

    /** Serves another kind from now on. */
    public void serve(ResourceType type) {
        types.addFirst(type);
    }

    /** Stops serving a kind: requests for it get 404, as from a cluster without that API. */
    public void withdraw(String plural) {
        types.removeIf(type -> type.plural().equals(plural));
    }

    /** Creates the object that {@code json} describes, its status included. */
    public JsonObject create(String json) {
        return create(JsonParser.parseString(json).getAsJsonObject());
    }

    /** Creates an object, its status included; apiVersion and kind say where. */
    public JsonObject create(JsonObject object) {
        String namespace = Selector.field(object, "metadata.namespace");
        ResourceType type = types.stream()
                .filter(known -> known.kind().equals(Selector.field(object, "kind")))
                .filter(known -> known.groupVersion().equals(Selector.field(object, "apiVersion")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind is served for " + object));
        return writes.create(type, namespace, object, true);
    }

    public Optional<JsonObject> find(String plural, String namespace, String name) {
        return store.find(key(plural, namespace, name));
    }

    public List<JsonObject> list(String plural) {
        return store.list(type(plural)).objects();
    }

    /** Changes any part of an object in place, its status and its deletion mark included. */
    public JsonObject edit(String plural, String namespace, String name, Consumer<JsonObject> edit) {
        return writes.update(key(plural, namespace, name), Writes.Part.EVERYTHING, object -> {
            edit.accept(object);
            return object;
        });
    }

    /** Deletes as {@code kubectl delete} does: finalizers hold the object. */
    public void delete(String plural, String namespace, String name) {
        writes.delete(key(plural, namespace, name), new JsonObject());
    }

    /** Waits until the object is there and as {@code condition} wants it. */
    public JsonObject await(String plural, String namespace, String name, Predicate<JsonObject> condition)
            throws InterruptedException {
        store.await(() -> find(plural, namespace, name).filter(condition).isPresent());
        return find(plural, namespace, name).orElseThrow();
    }

    /** Waits until the objects of a kind, all together, are as {@code condition} wants them. */
    public List<JsonObject> awaitAll(String plural, Predicate<List<JsonObject>> condition) throws InterruptedException {
        store.await(() -> condition.test(list(plural)));
        return list(plural);
    }

    public void awaitGone(String plural, String namespace, String name) throws InterruptedException {
        store.await(() -> find(plural, namespace, name).isEmpty());
    }

    /** Waits until exactly that many watches are open on the kind. */
    public void awaitWatches(String plural, int count) throws InterruptedException {
        ResourceType type = type(plural);
        store.await(() -> store.watching(type) == count);
    }

    /** Ends all open watches as the server does from time to time. */
    public void endWatches() {
        store.endWatches();
    }

    /** Sends a bookmark to every watch that asked for them. */
    public void bookmark() {
        store.bookmark();
    }

    /** Forgets all changes so far: watches and pages that build on them are answered 410. */
    public void compact() {
        store.compact();
    }

    @Override
    public void close() {
        faults.clear();
        store.endWatches();
        http.close();
    }

    void record(ApiCall call) {
        calls.add(call);
        store.wake();
    }

    private ObjectStore.Key key(String plural, String namespace, String name) {
        return new ObjectStore.Key(type(plural), namespace, name);
    }

    private ResourceType type(String plural) {
        return types.stream()
                .filter(type -> type.plural().equals(plural))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind is served as " + plural));
    }
}
