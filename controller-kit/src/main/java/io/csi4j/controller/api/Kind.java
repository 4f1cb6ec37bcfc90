package io.csi4j.controller.api;

import com.google.gson.stream.JsonWriter;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.storage.ObjectReference;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A kind of object: where the API server keeps it, and how our record of it is read and written. All kinds there are
 * stand in {@link Kinds}.
 *
 * @param <T> our record
 */
public final class Kind<T extends KubeObject> {
    /** Writes the fields of an object into the JSON object that is open. */
    @FunctionalInterface
    interface Body<T> {
        void write(JsonWriter out, T value) throws IOException;
    }

    /** Where a kind is found. */
    record Place(String group, String version, String plural, String kind, boolean namespaced) {
        String apiVersion() {
            return group.isEmpty() ? version : group + "/" + version;
        }
    }

    private final Place place;
    private final Fields.Value<T> reader;
    private final @Nullable Body<T> writer;

    Kind(Place place, Fields.Value<T> reader, @Nullable Body<T> writer) {
        this.place = place;
        this.reader = reader;
        this.writer = writer;
    }

    Place place() {
        return place;
    }

    /** For example {@code storage.k8s.io/v1}. */
    public String apiVersion() {
        return place.apiVersion();
    }

    /** For example {@code persistentvolumes}. */
    public String plural() {
        return place.plural();
    }

    public String apiGroup() {
        return place.group();
    }

    public String version() {
        return place.version();
    }

    public ObjectReference referenceTo(T object) {
        return ObjectReference.to(place.apiVersion(), place.kind(), object);
    }

    T read(Fields in) throws IOException {
        return reader.read(in);
    }

    String write(T value) {
        Body<T> body = Objects.requireNonNull(writer, place.plural() + " are never written as a whole");
        return Write.toText(out -> {
            out.beginObject();
            out.name("apiVersion").value(place.apiVersion());
            out.name("kind").value(place.kind());
            body.write(out, value);
            out.endObject();
        });
    }

    @Override
    public String toString() {
        return place.plural();
    }
}
