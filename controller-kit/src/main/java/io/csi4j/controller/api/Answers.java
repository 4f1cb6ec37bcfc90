package io.csi4j.controller.api;

import com.google.gson.stream.JsonReader;
import io.csi4j.controller.codec.Envelope;
import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.JsonFields;
import io.csi4j.controller.codec.ProtoFields;
import io.csi4j.controller.codec.Shape;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The form in which answers are asked for and come. Protobuf, where we know its shape: it costs the server and us a
 * fraction of JSON, as what is of no interest, most of all {@code managedFields}, is passed over by its length. A server
 * that has only JSON answers JSON.
 */
final class Answers {
    static final MediaType JSON = MediaType.get("application/json");
    static final MediaType PROTOBUF = MediaType.get(Envelope.CONTENT_TYPE);

    private static final String ACCEPT = "Accept";
    private static final String BEST = PROTOBUF + "," + JSON;

    // Found out once: a media type is taken apart by regular expressions.
    private static final Map<Patch.Form, MediaType> PATCHES = patches();

    private Answers() {}

    private static Map<Patch.Form, MediaType> patches() {
        Map<Patch.Form, MediaType> types = new EnumMap<>(Patch.Form.class);
        for (Patch.Form form : Patch.Form.values()) {
            types.put(form, MediaType.get(form.contentType()));
        }
        return types;
    }

    static MediaType typeOf(Patch.Form form) {
        return Objects.requireNonNull(PATCHES.get(form));
    }

    /** Asks for the best form of a kind. */
    static Request.Builder of(Kind<?> kind, Request.Builder request) {
        return kind.shape() == null ? request : request.header(ACCEPT, BEST);
    }

    /** Asks for JSON if nothing else was asked for. */
    static Request complete(Request.Builder request) {
        Request built = request.build();
        return built.header(ACCEPT) == null
                ? request.header(ACCEPT, JSON.toString()).build()
                : built;
    }

    static boolean isProtobuf(Response response) {
        String type = response.header("Content-Type");
        return type != null && type.startsWith(Envelope.CONTENT_TYPE);
    }

    /** The fields of an answer that is one object. */
    static Fields fields(Response response, Kind<?> kind) throws IOException {
        Shape shape = kind.shape();
        return shape != null && isProtobuf(response)
                ? ProtoFields.enveloped(shape, response.body().bytes())
                : json(response);
    }

    /** The fields of an answer that is JSON. */
    static JsonFields json(Response response) {
        return new JsonFields(new JsonReader(response.body().charStream()));
    }
}
