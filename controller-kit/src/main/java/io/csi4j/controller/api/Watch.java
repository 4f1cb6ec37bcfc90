package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.ProtoStream;
import io.csi4j.controller.codec.Shape;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.storage.Meta;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One running watch. Read and closed by one thread; {@link #cancel} may come from any other and ends the reading.
 *
 * @param <T> the kind watched
 */
public final class Watch<T extends KubeObject> implements AutoCloseable {
    /** On the bookmark that ends the initial list (KEP-3157). */
    private static final String INITIAL_END = "k8s.io/initial-events-end";

    private final Kind<T> kind;
    private final Response response;
    private final Call call;
    private final Source source;

    private @Nullable WatchEvent<T> told;

    /** Where the events come from, one after another. */
    @FunctionalInterface
    private interface Source {
        /** Waits for the next event; false if there is none. */
        boolean take() throws IOException;
    }

    Watch(Kind<T> kind, Response response, Call call) {
        this.kind = kind;
        this.response = response;
        this.call = call;
        Shape shape = kind.shape();
        this.source = shape != null && Answers.isProtobuf(response) ? protobuf(shape) : json();
    }

    private Source protobuf(Shape shape) {
        ProtoStream stream = new ProtoStream(response.body().byteStream());
        return () -> stream.event((type, object) -> told = read(type, object.as(shapeFor(type, shape))));
    }

    private static Shape shapeFor(String type, Shape shape) {
        return type.equals("ERROR") ? Shapes.STATUS : shape;
    }

    private Source json() {
        JsonEvents events = new JsonEvents(response.body().charStream());
        return () -> events.take((type, object) -> told = read(type, object));
    }

    /** Waits for the next event; after {@link WatchEvent.Ended} and {@link WatchEvent.Failed} nothing comes. */
    public WatchEvent<T> next() {
        told = null;
        try {
            if (!source.take()) {
                return new WatchEvent.Ended<>(true, "end of stream");
            }
            if (told == null) {
                throw new IOException("watch event without object");
            }
            return told;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            return new WatchEvent.Ended<>(false, String.valueOf(e.getMessage()));
        }
    }

    private WatchEvent<T> read(String type, Fields object) throws IOException {
        return switch (type) {
            case "ADDED", "MODIFIED" -> new WatchEvent.Present<>(kind.read(object));
            case "DELETED" -> new WatchEvent.Gone<>(kind.read(object));
            case "BOOKMARK" -> bookmark(object);
            case "ERROR" -> failed(ServerFault.read(object));
            default -> throw new IOException("watch event of unknown type " + type);
        };
    }

    private static <T extends KubeObject> WatchEvent<T> bookmark(Fields object) throws IOException {
        Meta[] meta = {MetaFields.NONE};
        object.object(field -> {
            if (field.equals("metadata")) {
                meta[0] = MetaFields.read(object);
            } else {
                object.skip();
            }
        });
        boolean completes = "true".equals(meta[0].annotations().get(INITIAL_END));
        return new WatchEvent.Bookmark<>(meta[0].resourceVersion(), completes);
    }

    private static <T extends KubeObject> WatchEvent<T> failed(ServerFault fault) {
        String reason = fault.cause().equals(ServerFault.TOO_LARGE) ? ServerFault.TOO_LARGE : fault.reason();
        return new WatchEvent.Failed<>(fault.code(), reason, fault.message());
    }

    /** Makes {@link #next} end at once. */
    public void cancel() {
        call.cancel();
    }

    @Override
    public void close() {
        // Cancelled first, or closing would read on for a while in the hope to use the connection again.
        call.cancel();
        response.close();
    }
}
