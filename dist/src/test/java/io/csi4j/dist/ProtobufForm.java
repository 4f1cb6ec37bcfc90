package io.csi4j.dist;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.csi4j.controller.api.Kind;
import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.codec.Envelope;
import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.ProtoFields;
import io.csi4j.controller.codec.ProtoStream;
import io.csi4j.controller.codec.ProtoWriter;
import io.csi4j.controller.codec.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the fake API server says in JSON, said in protobuf, and the other way round. */
final class ProtobufForm {
    static final String CONTENT_TYPE = Envelope.CONTENT_TYPE;

    private static final Shape LIST_META = Shape.of(Shape.text(2, "resourceVersion"), Shape.text(3, "continue"));
    private static final Gson GSON = new Gson();
    private static final List<Kind<?>> KINDS = List.of(
            Kinds.CLAIMS,
            Kinds.VOLUMES,
            Kinds.NODES,
            Kinds.PODS,
            Kinds.EVENTS,
            Kinds.STORAGE_CLASSES,
            Kinds.VOLUME_ATTRIBUTES_CLASSES,
            Kinds.ATTACHMENTS,
            Kinds.CSI_NODES,
            Kinds.STORAGE_CAPACITIES);

    private ProtobufForm() {}

    /** Whether a header names this form. */
    static boolean isOf(@Nullable String header) {
        return header != null && header.startsWith(CONTENT_TYPE);
    }

    /** One object or a list. */
    static byte[] ofJson(String target, byte[] json) {
        JsonObject object =
                JsonParser.parseString(new String(json, StandardCharsets.UTF_8)).getAsJsonObject();
        Shape shape = shapeOf(target);
        return write(object.has("items") ? listOf(shape) : shape, object);
    }

    static byte[] event(String target, String line) {
        JsonObject event = JsonParser.parseString(line).getAsJsonObject();
        return ProtoStream.event(event.get("type").getAsString(), write(shapeOf(target), event.get("object")));
    }

    /** One object. */
    static byte[] toJson(String target, byte[] protobuf) throws IOException {
        return tree(ProtoFields.enveloped(shapeOf(target), protobuf)).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] write(Shape shape, JsonElement json) {
        ProtoWriter out = ProtoWriter.lenient(shape);
        GSON.toJson(json, out);
        return out.written();
    }

    private static Shape listOf(Shape shape) {
        return Shape.of(Shape.object(1, "metadata", LIST_META), Shape.objects(2, "items", shape));
    }

    private static Shape shapeOf(String target) {
        List<String> path = List.of(target.split("[?]", 2)[0].split("/", -1));
        return KINDS.stream()
                .filter(kind -> path.contains(kind.plural()))
                .findFirst()
                .map(Kind::shape)
                .orElseThrow(() -> new IllegalStateException("no shape for " + target));
    }

    private static JsonPrimitive plain(Fields in) throws IOException {
        try {
            return new JsonPrimitive(in.number());
        } catch (IllegalStateException notANumber) {
            return new JsonPrimitive(in.text());
        }
    }

    private static JsonElement tree(Fields in) throws IOException {
        if (in.isPlain()) {
            return plain(in);
        }
        if (in.isObject()) {
            JsonObject object = new JsonObject();
            in.object(name -> object.add(name, tree(in)));
            return object;
        }
        JsonArray list = new JsonArray();
        in.each(element -> {
            list.add(tree(element));
            return element;
        });
        return list;
    }
}
