package io.csi4j.controller.api;

import com.google.gson.stream.JsonWriter;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.WireName;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes fields as the API expects them: what is empty is left out. */
final class Write {
    /** Writes one value into a writer. */
    @FunctionalInterface
    interface Body {
        void write(JsonWriter out) throws IOException;
    }

    private Write() {}

    /** The JSON text of what {@code body} writes. */
    static String toText(Body body) {
        StringWriter text = new StringWriter();
        try (JsonWriter out = new JsonWriter(text)) {
            out.setHtmlSafe(false);
            out.setSerializeNulls(true);
            body.write(out);
        } catch (IOException impossible) {
            throw new AssertionError("writing to memory", impossible);
        }
        return text.toString();
    }

    static void text(JsonWriter out, String name, @Nullable String value) throws IOException {
        if (value != null && !value.isEmpty()) {
            out.name(name).value(value);
        }
    }

    static void truth(JsonWriter out, String name, boolean value) throws IOException {
        if (value) {
            out.name(name).value(true);
        }
    }

    static void wireName(JsonWriter out, String name, @Nullable WireName value) throws IOException {
        if (value != null) {
            out.name(name).value(value.wireName());
        }
    }

    static void texts(JsonWriter out, String name, Collection<String> values) throws IOException {
        if (!values.isEmpty()) {
            out.name(name);
            tree(out, values);
        }
    }

    /** In the order of the keys, so that equal objects are written alike. */
    static void texts(JsonWriter out, String name, Map<String, String> values) throws IOException {
        if (!values.isEmpty()) {
            out.name(name);
            tree(out, new TreeMap<>(values));
        }
    }

    /** A resource list with storage alone. */
    static void storage(JsonWriter out, String name, @Nullable Quantity value) throws IOException {
        if (value != null) {
            out.name(name).beginObject().name("storage").value(value.text()).endObject();
        }
    }

    /** Maps, collections, texts, numbers, truths and null, nested at will. */
    static void tree(JsonWriter out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.nullValue();
            case Map<?, ?> map -> {
                out.beginObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.name(String.valueOf(entry.getKey()));
                    tree(out, entry.getValue());
                }
                out.endObject();
            }
            case Collection<?> values -> {
                out.beginArray();
                for (Object element : values) {
                    tree(out, element);
                }
                out.endArray();
            }
            case Number number -> out.value(number);
            case Boolean truth -> out.value(truth);
            default -> out.value(value.toString());
        }
    }
}
