package io.csi4j.controller.api;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.JsonFields;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/** The events of a watch in JSON: one object after another, which only the lenient reader takes. */
final class JsonEvents {
    /** Takes what happened, and the object it happened to. */
    @FunctionalInterface
    interface Event {
        void read(String type, Fields object) throws IOException;
    }

    private final JsonReader json;
    private final JsonFields in;

    JsonEvents(Reader stream) {
        this.json = new JsonReader(stream);
        json.setStrictness(Strictness.LENIENT);
        this.in = new JsonFields(json);
    }

    /** Waits for the next event; false if the stream ended before one. */
    boolean take(Event event) throws IOException {
        if (json.peek() == JsonToken.END_DOCUMENT) {
            return false;
        }
        Draft draft = new Draft(event);
        in.object(draft::field);
        draft.end();
        return true;
    }

    private final class Draft {
        private final Event event;
        private String type = "";
        private @Nullable String early;

        Draft(Event event) {
            this.event = event;
        }

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
                event.read(type, in);
            }
        }

        void end() throws IOException {
            if (early != null) {
                event.read(type, new JsonFields(new StringReader(early)));
            }
        }
    }
}
