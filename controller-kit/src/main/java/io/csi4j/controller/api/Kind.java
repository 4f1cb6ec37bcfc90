package io.csi4j.controller.api;

import com.google.gson.stream.JsonWriter;
import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.ProtoWriter;
import io.csi4j.controller.codec.Shape;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.storage.ObjectReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import okhttp3.RequestBody;
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
    private final @Nullable Shape shape;
    private final Fields.Value<T> reader;
    private final @Nullable Body<T> writer;

    /** @param shape null for a kind that is only read as JSON, as those that are no part of Kubernetes itself */
    Kind(Place place, @Nullable Shape shape, Fields.Value<T> reader, @Nullable Body<T> writer) {
        this.place = place;
        this.shape = shape;
        this.reader = reader;
        this.writer = writer;
    }

    Place place() {
        return place;
    }

    /** What the kind looks like in protobuf; null if it is only read as JSON. */
    public @Nullable Shape shape() {
        return shape;
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

    /** A request's body: protobuf where the server takes it and the kind has a shape, else JSON. */
    RequestBody write(T value, boolean takesProtobuf) {
        if (shape == null || !takesProtobuf) {
            return RequestBody.create(toJson(value).getBytes(StandardCharsets.UTF_8), Answers.JSON);
        }
        ProtoWriter out = ProtoWriter.strict(shape);
        try {
            write(out, value);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot write one of the " + place.plural() + ": " + e.getMessage(), e);
        }
        return RequestBody.create(out.written(), Answers.PROTOBUF);
    }

    String toJson(T value) {
        return Write.toText(out -> write(out, value));
    }

    private void write(JsonWriter out, T value) throws IOException {
        Body<T> body = Objects.requireNonNull(writer, place.plural() + " are never written as a whole");
        out.beginObject();
        out.name("apiVersion").value(place.apiVersion());
        out.name("kind").value(place.kind());
        body.write(out, value);
        out.endObject();
    }

    @Override
    public String toString() {
        return place.plural();
    }
}
