package io.csi4j.controller.codec;

import io.csi4j.controller.storage.Quantity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object field by field, without ever holding more than the value at hand. Names and values are those of the
 * object's JSON, whatever form it comes in. A value of another type than asked for is an {@code IllegalStateException} or
 * a {@code NumberFormatException}.
 */
public interface Fields {
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

    /** Offers every field of the object that comes next; {@code null} counts as an empty object. */
    void object(Field field) throws IOException;

    /** Reads every element of the array that comes next; {@code null} counts as an empty one. */
    void each(Value<?> element) throws IOException;

    /** A text, null for null; numbers and truths as they are written. */
    @Nullable
    String textOrNull() throws IOException;

    /** Takes a text and tells whether there is one: for times of which nobody asks which. */
    default boolean isGiven() throws IOException {
        return textOrNull() != null;
    }

    boolean truth() throws IOException;

    @Nullable
    Integer number() throws IOException;

    /** Whether an object comes next, as opposed to a plain value or an array. */
    boolean isObject() throws IOException;

    /** Whether a text, a number or a truth comes next. */
    boolean isPlain() throws IOException;

    void skip() throws IOException;

    default <T> List<T> list(Value<T> element) throws IOException {
        List<T> values = new ArrayList<>(4);
        each(fields -> values.add(element.read(fields)));
        return List.copyOf(values);
    }

    /** A text, {@code ""} for null. */
    default String text() throws IOException {
        String text = textOrNull();
        return text == null ? "" : text;
    }

    /** A text that many objects have in common. */
    default String shared() throws IOException {
        return Pool.SHARED.same(text());
    }

    @Nullable
    default String sharedOrNull() throws IOException {
        String text = textOrNull();
        return text == null ? null : Pool.SHARED.same(text);
    }

    default List<String> sharedTexts() throws IOException {
        return Pool.SHARED.same(list(Fields::shared));
    }

    /** Texts by name, shared as a whole as well. */
    default Map<String, String> texts() throws IOException {
        Map<String, String> texts = new HashMap<>();
        object(name -> texts.put(Pool.SHARED.same(name), shared()));
        return Pool.SHARED.same(Map.copyOf(texts));
    }

    /** An amount of storage; null if there is none or the text is no quantity. */
    @Nullable
    default Quantity quantity() throws IOException {
        String text = textOrNull();
        return text == null ? null : Quantity.parse(text).map(Pool.SHARED::same).orElse(null);
    }

    /** Field {@code storage} of a resource list. */
    @Nullable
    default Quantity storage() throws IOException {
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
}
