package io.csi4j.controller.codec;

import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Reads JSON while it streams in, one object after another. */
public final class JsonFields implements Fields {
    private final JsonReader in;

    public JsonFields(JsonReader in) {
        this.in = in;
    }

    public JsonFields(Reader in) {
        this(new JsonReader(in));
    }

    @Override
    public void object(Field field) throws IOException {
        if (isNull()) {
            return;
        }
        in.beginObject();
        while (in.hasNext()) {
            field.read(in.nextName());
        }
        in.endObject();
    }

    @Override
    public void each(Value<?> element) throws IOException {
        if (isNull()) {
            return;
        }
        in.beginArray();
        while (in.hasNext()) {
            element.read(this);
        }
        in.endArray();
    }

    @Override
    public @Nullable String textOrNull() throws IOException {
        if (isNull()) {
            return null;
        }
        return in.peek() == JsonToken.BOOLEAN ? Boolean.toString(in.nextBoolean()) : in.nextString();
    }

    @Override
    public boolean truth() throws IOException {
        return !isNull() && in.nextBoolean();
    }

    @Override
    public @Nullable Integer number() throws IOException {
        return isNull() ? null : Integer.valueOf(in.nextInt());
    }

    @Override
    public boolean isObject() throws IOException {
        return in.peek() == JsonToken.BEGIN_OBJECT;
    }

    @Override
    public boolean isPlain() throws IOException {
        return switch (in.peek()) {
            case STRING, NUMBER, BOOLEAN -> true;
            case BEGIN_ARRAY, END_ARRAY, BEGIN_OBJECT, END_OBJECT, NAME, NULL, END_DOCUMENT -> false;
        };
    }

    @Override
    public void skip() throws IOException {
        in.skipValue();
    }

    /** The value that comes next, as JSON text. */
    public String raw() throws IOException {
        return JsonParser.parseReader(in).toString();
    }

    private boolean isNull() throws IOException {
        if (in.peek() != JsonToken.NULL) {
            return false;
        }
        in.nextNull();
        return true;
    }
}
