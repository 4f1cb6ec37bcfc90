package io.csi4j.controller.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
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

    static <T extends KubeObject> T parse(Kind<T> kind, String json) {
        try {
            return kind.read(new Fields(new JsonReader(new StringReader(json))));
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }
}
