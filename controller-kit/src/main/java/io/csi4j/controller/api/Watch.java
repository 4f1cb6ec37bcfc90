package io.csi4j.controller.api;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.storage.Meta;
import java.io.IOException;
import java.io.StringReader;
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
    private final JsonReader json;
    private final Fields in;

    Watch(Kind<T> kind, Response response, Call call) {
        this.kind = kind;
        this.response = response;
        this.call = call;
        this.json = new JsonReader(response.body().charStream());
        // A watch is one object after another, which only the lenient reader takes.
        json.setStrictness(Strictness.LENIENT);
        this.in = new Fields(json);
    }

    /** Waits for the next event; after {@link WatchEvent.Ended} and {@link WatchEvent.Failed} nothing comes. */
    public WatchEvent<T> next() {
        try {
            if (json.peek() == JsonToken.END_DOCUMENT) {
                return new WatchEvent.Ended<>(true, "end of stream");
            }
            Draft draft = new Draft();
            in.object(draft::field);
            return draft.event();
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            return new WatchEvent.Ended<>(false, String.valueOf(e.getMessage()));
        }
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

    private final class Draft {
        private String type = "";
        private @Nullable WatchEvent<T> told;
        private @Nullable String early;

        void field(String field) throws IOException {
            switch (field) {
                case "type" -> type = in.text();
                case "object" -> object();
                default -> in.skip();
            }
        }

        private void object() throws IOException {
            if (type.isEmpty()) {
                // Our servers write the type first; JSON does not promise it.
                early = in.raw();
            } else {
                told = read(in);
            }
        }

        WatchEvent<T> event() throws IOException {
            if (told == null && early != null) {
                told = read(new Fields(new JsonReader(new StringReader(early))));
            }
            if (told == null) {
                throw new IOException("watch event without object");
            }
            return told;
        }

        private WatchEvent<T> read(Fields fields) throws IOException {
            return switch (type) {
                case "ADDED", "MODIFIED" -> new WatchEvent.Present<>(kind.read(fields));
                case "DELETED" -> new WatchEvent.Gone<>(kind.read(fields));
                case "BOOKMARK" -> bookmark(fields);
                case "ERROR" -> failed(ServerFault.read(fields));
                default -> throw new IOException("watch event of unknown type " + type);
            };
        }

        private WatchEvent<T> bookmark(Fields fields) throws IOException {
            Meta[] meta = {MetaJson.NONE};
            fields.object(field -> {
                if (field.equals("metadata")) {
                    meta[0] = MetaJson.read(fields);
                } else {
                    fields.skip();
                }
            });
            boolean completes = "true".equals(meta[0].annotations().get(INITIAL_END));
            return new WatchEvent.Bookmark<>(meta[0].resourceVersion(), completes);
        }

        private WatchEvent<T> failed(ServerFault fault) {
            String reason = fault.cause().equals(ServerFault.TOO_LARGE) ? ServerFault.TOO_LARGE : fault.reason();
            return new WatchEvent.Failed<>(fault.code(), reason, fault.message());
        }
    }
}
