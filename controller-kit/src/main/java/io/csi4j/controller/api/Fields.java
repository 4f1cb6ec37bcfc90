package io.csi4j.controller.api;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.csi4j.controller.storage.Quantity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object after another, field by field, without ever holding more than the value at hand. */
final class Fields {
    /** Takes the value of the field just named, or leaves it by {@link #skip}. */
    @FunctionalInterface
    interface Field {
        void read(String name) throws IOException;
    }

    /** Makes one value of what comes next. */
    @FunctionalInterface
    interface Value<T> {
        T read(Fields in) throws IOException;
    }

    private final JsonReader in;

    Fields(JsonReader in) {
        this.in = in;
    }

    /** Offers every field of the object that comes next; {@code null} counts as an empty object. */
    void object(Field field) throws IOException {
        if (isNull()) {
            return;
        }
        in.beginObject();
        while (in.hasNext()) {
            field.read(in.nextName());
        }
        in.endObject();
    }

    /** Reads every element of the array that comes next; {@code null} counts as an empty one. */
    void each(Value<?> element) throws IOException {
        if (isNull()) {
            return;
        }
        in.beginArray();
        while (in.hasNext()) {
            element.read(this);
        }
        in.endArray();
    }

    <T> List<T> list(Value<T> element) throws IOException {
        List<T> values = new ArrayList<>(4);
        each(fields -> values.add(element.read(fields)));
        return List.copyOf(values);
    }

    /** A text, {@code ""} for null; numbers and truths as they are written. */
    String text() throws IOException {
        String text = textOrNull();
        return text == null ? "" : text;
    }

    @Nullable
    String textOrNull() throws IOException {
        if (isNull()) {
            return null;
        }
        return in.peek() == JsonToken.BOOLEAN ? Boolean.toString(in.nextBoolean()) : in.nextString();
    }

    /** A text that many objects have in common. */
    String shared() throws IOException {
        return Pool.SHARED.same(text());
    }

    @Nullable
    String sharedOrNull() throws IOException {
        String text = textOrNull();
        return text == null ? null : Pool.SHARED.same(text);
    }

    List<String> sharedTexts() throws IOException {
        return Pool.SHARED.same(list(Fields::shared));
    }

    /** Texts by name, shared as a whole as well. */
    Map<String, String> texts() throws IOException {
        Map<String, String> texts = new HashMap<>();
        object(name -> texts.put(Pool.SHARED.same(name), shared()));
        return Pool.SHARED.same(Map.copyOf(texts));
    }

    boolean truth() throws IOException {
        return !isNull() && in.nextBoolean();
    }

    @Nullable
    Integer number() throws IOException {
        return isNull() ? null : Integer.valueOf(in.nextInt());
    }

    /** An amount of storage; null if there is none or the text is no quantity. */
    @Nullable
    Quantity quantity() throws IOException {
        String text = textOrNull();
        return text == null ? null : Quantity.parse(text).map(Pool.SHARED::same).orElse(null);
    }

    /** Field {@code storage} of a resource list. */
    @Nullable
    Quantity storage() throws IOException {
        @Nullable Quantity[] found = new Quantity[1];
        object(name -> {
            if (name.equals("storage")) {
                found[0] = quantity();
            } else {
                skip();
            }
        });
        return found[0];
    }

    /** Whether an object comes next, as opposed to a plain value or an array. */
    boolean isObject() throws IOException {
        return in.peek() == JsonToken.BEGIN_OBJECT;
    }

    /** Whether a text, a number or a truth comes next. */
    boolean isPlain() throws IOException {
        return switch (in.peek()) {
            case STRING, NUMBER, BOOLEAN -> true;
            case BEGIN_ARRAY, END_ARRAY, BEGIN_OBJECT, END_OBJECT, NAME, NULL, END_DOCUMENT -> false;
        };
    }

    void skip() throws IOException {
        in.skipValue();
    }

    /** The value that comes next, as JSON text. */
    String raw() throws IOException {
        return com.google.gson.JsonParser.parseReader(in).toString();
    }

    private boolean isNull() throws IOException {
        if (in.peek() != JsonToken.NULL) {
            return false;
        }
        in.nextNull();
        return true;
    }
}
