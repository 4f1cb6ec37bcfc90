package io.csi4j.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.csi4j.controller.codec.JsonFields;
import io.csi4j.controller.codec.ProtoFields;
import io.csi4j.controller.codec.ProtoWriter;
import io.csi4j.controller.codec.Shape;
import io.csi4j.controller.storage.KubeObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Objects as the API server writes them, one a file. */
final class Golden {
    private Golden() {}

    static String text(String name) {
        try (InputStream file = Golden.class.getResourceAsStream(name + ".json")) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    static JsonElement tree(String name) {
        return JsonParser.parseString(text(name));
    }

    static <T extends KubeObject> T read(Kind<T> kind, String name) {
        return parse(kind, text(name));
    }

    /** Reads an object in both forms it may come in, of which the records must be equal. */
    static <T extends KubeObject> T parse(Kind<T> kind, String json) {
        try {
            T read = kind.read(new JsonFields(new StringReader(json)));
            Shape shape = kind.shape();
            if (shape != null) {
                assertThat(kind.read(ProtoFields.enveloped(shape, protobuf(shape, json))))
                        .isEqualTo(read);
            }
            return read;
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    /** The same object as a server would send it in protobuf. */
    static byte[] protobuf(Shape shape, String json) {
        ProtoWriter out = ProtoWriter.lenient(shape);
        new Gson().toJson(JsonParser.parseString(json), out);
        return out.written();
    }
}
