package io.csi4j.controller.codec;

import io.csi4j.controller.codec.Shape.Many;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one protobuf object that is in memory as a whole, under the names its {@link Shape} tells.
 *
 * <p>Go's servers write every field that is no pointer, also when it says nothing; JSON leaves such values out, and so
 * does this reader. Elements of a list and entries of a map come one after another, as those servers write them.
 */
public final class ProtoFields implements Fields {
    private final ProtoCursor cursor;

    /** The value that comes next. */
    private Shape.Field next;

    /** Whether that value is one element of the field's list or map, or the only one. */
    private boolean isSingle = true;

    private ProtoFields(Shape shape, byte[] bytes, int from, int to) {
        this.cursor = new ProtoCursor(bytes, from, to);
        this.next = Shape.object(1, "object", shape);
    }

    /** Reads a bare message. */
    public static ProtoFields of(Shape shape, byte[] bytes, int length) {
        return new ProtoFields(shape, bytes, 0, length);
    }

    /**
     * Reads an object as servers send it, with its envelope.
     *
     * @throws IOException if it does not begin like one
     */
    public static ProtoFields enveloped(Shape shape, byte[] bytes) throws IOException {
        return enveloped(shape, bytes, 0, bytes.length);
    }

    private static ProtoFields enveloped(Shape shape, byte[] bytes, int from, int to) throws IOException {
        return new ProtoFields(shape.enveloped(), bytes, Envelope.checked(bytes, from, to), to);
    }

    /** The object that comes next, which is bytes with an envelope of their own. */
    ProtoFields enclosed(Shape shape) throws IOException {
        return enveloped(shape, cursor.bytes(), cursor.from(), cursor.to());
    }

    @Override
    public void object(Field visitor) throws IOException {
        if (!isSingle && next.many() == Many.MAP) {
            entries(visitor);
            return;
        }
        expect(isSingle && next.type() == Shape.Type.OBJECT, "an object");
        offer(visitor, Objects.requireNonNull(next.shape()));
    }

    private void offer(Field visitor, Shape shape) throws IOException {
        long outer = cursor.enter();
        while (cursor.next()) {
            Shape.Field field = shape.field(cursor.fieldNumber());
            if (field == null) {
                continue;
            }
            next = field;
            isSingle = field.many() == Many.ONE;
            if (field.isInline()) {
                offer(visitor, Objects.requireNonNull(field.shape()));
            } else if (!isSingle || field.isOptional() || says(field.type())) {
                visitor.read(field.name());
            }
        }
        cursor.leave(outer);
    }

    /** Whether a value is one that JSON would not leave out. */
    private boolean says(Shape.Type type) {
        return switch (type) {
            case TRUTH, NUMBER -> cursor.number() != 0;
            case TEXT, BYTES, TIME -> !cursor.isEmpty();
            case QUANTITY, OBJECT -> true;
        };
    }

    private void entries(Field visitor) throws IOException {
        Shape.Field field = next;
        int tag = cursor.tag();
        do {
            String key = entry();
            next = field;
            isSingle = true;
            visitor.read(key);
        } while (cursor.nextIs(tag));
    }

    /** Reads an entry's key and points at its value, which may be absent where it is empty. */
    private String entry() throws IOException {
        String key = "";
        int from = 0;
        int to = 0;
        long number = 0;
        long outer = cursor.enter();
        while (cursor.next()) {
            if (cursor.fieldNumber() == 1) {
                key = cursor.text();
            } else if (cursor.fieldNumber() == 2) {
                from = cursor.from();
                to = cursor.to();
                number = cursor.number();
            }
        }
        cursor.leave(outer);
        cursor.pointAt(from, to, number);
        return key;
    }

    @Override
    public void each(Value<?> element) throws IOException {
        expect(!isSingle && next.many() == Many.LIST, "a list");
        Shape.Field field = next;
        int tag = cursor.tag();
        do {
            next = field;
            isSingle = true;
            element.read(this);
        } while (cursor.nextIs(tag));
    }

    @Override
    public @Nullable String textOrNull() throws IOException {
        expect(isPlain(), "a text");
        return switch (next.type()) {
            case TEXT -> cursor.text();
            case TRUTH -> Boolean.toString(cursor.number() != 0);
            case NUMBER -> Long.toString(cursor.number());
            case QUANTITY -> cursor.descend(1).text();
            case TIME -> cursor.isEmpty() ? null : time();
            case BYTES, OBJECT -> throw new IllegalStateException(next.name());
        };
    }

    /** Without spelling a time that nobody reads. */
    @Override
    public boolean isGiven() throws IOException {
        return (isSingle && next.type() == Shape.Type.TIME) ? !cursor.isEmpty() : textOrNull() != null;
    }

    private String time() throws IOException {
        try {
            return Instant.ofEpochSecond(cursor.descend(1).number()).toString();
        } catch (DateTimeException e) {
            throw new IOException("no protobuf: a time out of all bounds", e);
        }
    }

    @Override
    public boolean truth() {
        expect(isSingle && next.type() == Shape.Type.TRUTH, "a truth");
        return cursor.number() != 0;
    }

    @Override
    public Integer number() {
        expect(isSingle && next.type() == Shape.Type.NUMBER, "a number");
        return (int) cursor.number();
    }

    @Override
    public boolean isObject() {
        return isSingle ? next.type() == Shape.Type.OBJECT : next.many() == Many.MAP;
    }

    @Override
    public boolean isPlain() {
        return isSingle && next.type() != Shape.Type.OBJECT && next.type() != Shape.Type.BYTES;
    }

    /** Nothing to do: the cursor stands behind the value already. */
    @Override
    public void skip() {}

    private void expect(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("expected " + what + " at " + next.name());
        }
    }
}
