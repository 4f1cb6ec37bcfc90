package io.csi4j.controller.codec;

import com.google.gson.stream.JsonWriter;
import io.csi4j.controller.codec.Shape.Many;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes the tokens of an object's JSON and makes its protobuf of them, with the envelope: who can write an object can
 * write it in both forms. Fields that the {@link Shape} does not know are an error, or left out if asked for.
 */
public final class ProtoWriter extends JsonWriter {
    private final Shape shape;
    private final boolean leavesOut;
    private final Deque<Frame> open = new ArrayDeque<>();
    private byte[] written = new byte[0];

    /** An object, list or map that is being written. */
    private static final class Frame {
        /** Of an object; null for lists, maps and what is left out. */
        private final @Nullable Shape shape;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final Map<Integer, ByteArrayOutputStream> inlines = new HashMap<>();

        /** What a value that comes next belongs to, null if it is left out; where it goes, and a map's key. */
        private Shape.@Nullable Field field;

        private ByteArrayOutputStream target = out;
        private @Nullable String key;

        Frame(@Nullable Shape shape) {
            this.shape = shape;
        }

        byte[] whole() {
            inlines.forEach((number, bytes) -> writeBytes(out, number, bytes.toByteArray()));
            return out.toByteArray();
        }
    }

    private ProtoWriter(Shape shape, boolean leavesOut) {
        super(Writer.nullWriter());
        this.shape = shape;
        this.leavesOut = leavesOut;
    }

    /** Writes all fields or none. */
    public static ProtoWriter strict(Shape shape) {
        return new ProtoWriter(shape.enveloped(), false);
    }

    /** Writes what the shape knows. */
    public static ProtoWriter lenient(Shape shape) {
        return new ProtoWriter(shape.enveloped(), true);
    }

    /** The object, once it has ended. */
    public byte[] written() {
        byte[] object = new byte[Envelope.MAGIC.length + written.length];
        System.arraycopy(Envelope.MAGIC, 0, object, 0, Envelope.MAGIC.length);
        System.arraycopy(written, 0, object, Envelope.MAGIC.length, written.length);
        return object;
    }

    @Override
    public JsonWriter beginObject() {
        Frame around = open.peek();
        if (around == null) {
            open.push(new Frame(shape));
            return this;
        }
        Shape.Field field = around.field;
        boolean isMap = field != null && field.many() == Many.MAP;
        Frame frame = new Frame(field == null || isMap ? null : Objects.requireNonNull(field.shape(), field::name));
        if (isMap) {
            frame.field = field;
            frame.target = around.target;
        }
        open.push(frame);
        return this;
    }

    @Override
    public JsonWriter endObject() {
        Frame frame = open.pop();
        Frame around = open.peek();
        if (around == null) {
            written = frame.whole();
        } else if (frame.shape != null && around.field != null) {
            writeBytes(around.target, around.field.number(), frame.whole());
        }
        return this;
    }

    @Override
    public JsonWriter beginArray() {
        Frame around = Objects.requireNonNull(open.peek());
        Frame list = new Frame(null);
        list.field = around.field;
        list.target = around.target;
        open.push(list);
        return this;
    }

    @Override
    public JsonWriter endArray() {
        open.pop();
        return this;
    }

    @Override
    public JsonWriter name(String name) throws IOException {
        Frame frame = Objects.requireNonNull(open.peek());
        if (frame.shape == null) {
            frame.key = name;
            return this;
        }
        frame.target = frame.out;
        frame.field = frame.shape.field(name);
        if (frame.field == null) {
            nameInline(frame, frame.shape, name);
        }
        return this;
    }

    private void nameInline(Frame frame, Shape around, String name) throws IOException {
        Shape.Field inline = around.inlineWith(name);
        if (inline != null && inline.shape() != null) {
            frame.field = inline.shape().field(name);
            frame.target = frame.inlines.computeIfAbsent(inline.number(), number -> new ByteArrayOutputStream());
        } else if (!leavesOut) {
            throw new IOException("no number is known of the field " + name);
        }
    }

    @Override
    public JsonWriter value(@Nullable String value) throws IOException {
        if (value != null) {
            text(value);
        }
        return this;
    }

    private void text(String value) throws IOException {
        Frame frame = Objects.requireNonNull(open.peek());
        if (frame.field == null) {
            return;
        }
        switch (frame.field.type()) {
            case TEXT -> bytes(frame, value.getBytes(StandardCharsets.UTF_8));
            case QUANTITY -> bytes(frame, entry(1, value.getBytes(StandardCharsets.UTF_8)));
            case TIME -> bytes(frame, time(Instant.parse(value)));
            case TRUTH, NUMBER, BYTES, OBJECT -> throw new IOException("a text for " + frame.field.name());
        }
    }

    @Override
    public JsonWriter value(boolean value) {
        return value(value ? 1L : 0L);
    }

    @Override
    public JsonWriter value(@Nullable Boolean value) {
        return value == null ? this : value(value.booleanValue());
    }

    @Override
    public JsonWriter value(@Nullable Number value) {
        return value == null ? this : value(value.longValue());
    }

    @Override
    public JsonWriter value(long value) {
        Frame frame = Objects.requireNonNull(open.peek());
        if (frame.field != null) {
            writeVarint(frame.target, (long) frame.field.number() << 3);
            writeVarint(frame.target, value);
        }
        return this;
    }

    @Override
    public JsonWriter nullValue() {
        return this;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** Writes one value, of a map together with its key. */
    private static void bytes(Frame frame, byte[] value) {
        int number = Objects.requireNonNull(frame.field).number();
        if (frame.field.many() == Many.MAP) {
            ByteArrayOutputStream entry = new ByteArrayOutputStream();
            writeBytes(entry, 1, Objects.requireNonNull(frame.key).getBytes(StandardCharsets.UTF_8));
            writeBytes(entry, 2, value);
            writeBytes(frame.target, number, entry.toByteArray());
        } else {
            writeBytes(frame.target, number, value);
        }
    }

    /** The message of a watch event. */
    static byte[] event(String type, byte[] object) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeBytes(out, 1, type.getBytes(StandardCharsets.UTF_8));
        writeBytes(out, 2, entry(1, object));
        return out.toByteArray();
    }

    private static byte[] entry(int number, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeBytes(out, number, value);
        return out.toByteArray();
    }

    private static byte[] time(Instant time) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(1 << 3);
        writeVarint(out, time.getEpochSecond());
        out.write(2 << 3);
        writeVarint(out, time.getNano());
        return out.toByteArray();
    }

    private static void writeBytes(ByteArrayOutputStream out, int number, byte[] value) {
        writeVarint(out, ((long) number << 3) | 2);
        writeVarint(out, value.length);
        out.writeBytes(value);
    }

    private static void writeVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
