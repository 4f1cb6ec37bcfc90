package io.csi4j.controller.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Protobuf that comes in bit by bit, of which only one list item or watch event is in memory at a time. Not safe for
 * several threads.
 */
public final class ProtoStream {
    /** A longer piece than the API server's database takes (1.5 MiB each object) is none of ours. */
    private static final int LONGEST = 64 << 20;

    private static final int LIST_META = 1;
    private static final int LIST_ITEM = 2;
    private static final int LENGTH = 2;
    private static final Shape WATCH_EVENT =
            Shape.of(Shape.text(1, "type"), Shape.object(2, "object", Shape.of(Shape.bytes(1, "raw"))));

    private final InputStream in;
    private byte[] buffer = new byte[4096];
    private long read;

    public ProtoStream(InputStream in) {
        this.in = in;
    }

    /** Takes the parts of a list as they come. */
    public interface ListParts {
        void meta(Fields meta) throws IOException;

        void item(Fields item) throws IOException;
    }

    /** Takes a watch event: what happened, and the object, whose shape depends on that. */
    @FunctionalInterface
    public interface Event {
        void read(String type, Opener object) throws IOException;
    }

    /** Opens the object of a watch event. */
    @FunctionalInterface
    public interface Opener {
        Fields as(Shape shape) throws IOException;
    }

    /**
     * Reads a whole list.
     *
     * @throws IOException if it ends too early
     */
    public void list(Shape meta, Shape item, ListParts parts) throws IOException {
        for (int i = 0; i < Envelope.MAGIC.length; i++) {
            Envelope.check(in.read(), i);
        }
        boolean seen = false;
        for (int tag = tagOrEnd(); tag >= 0; tag = tagOrEnd()) {
            long length = varint();
            if (tag >>> 3 == Envelope.CONTENT) {
                content(read + length, meta, item, parts);
                seen = true;
            } else {
                take(length);
            }
        }
        if (!seen) {
            throw new EOFException("a list without content");
        }
    }

    private void content(long end, Shape meta, Shape item, ListParts parts) throws IOException {
        while (read < end) {
            int tag = tagOrEnd();
            int length = take(varint());
            if (tag >>> 3 == LIST_META) {
                parts.meta(ProtoFields.of(meta, buffer, length));
            } else if (tag >>> 3 == LIST_ITEM) {
                parts.item(ProtoFields.of(item, buffer, length));
            }
        }
    }

    /** One event of a watch as servers send it, with its length before it: for those who play a server. */
    public static byte[] event(String type, byte[] object) {
        byte[] event = ProtoWriter.event(type, object);
        return ByteBuffer.allocate(Integer.BYTES + event.length)
                .putInt(event.length)
                .put(event)
                .array();
    }

    /** Waits for the next event of a watch; false if the stream ended before one. */
    public boolean event(Event event) throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        int length = take(((long) first << 24) | (byteOf() << 16) | (byteOf() << 8) | byteOf());
        ProtoFields fields = ProtoFields.of(WATCH_EVENT, buffer, length);
        String[] type = {""};
        fields.object(field -> {
            if (field.equals("type")) {
                type[0] = fields.text();
            } else {
                fields.object(raw -> event.read(type[0], fields::enclosed));
            }
        });
        return true;
    }

    /** Fields of other wire types than this one do not occur around and in lists. */
    private int tagOrEnd() throws IOException {
        int first = in.read();
        if (first < 0) {
            return -1;
        }
        read++;
        int tag = first < 0x80 ? first : (first & 0x7f) | (int) (varint() << 7);
        if ((tag & 7) != LENGTH) {
            throw new IOException("no list in protobuf: field of wire type " + (tag & 7));
        }
        return tag;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = byteOf();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("no protobuf: a number without end");
    }

    private int byteOf() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("protobuf ends too early");
        }
        read++;
        return next;
    }

    /** Reads so many bytes into the buffer. */
    private int take(long length) throws IOException {
        if (length < 0 || length > LONGEST) {
            throw new IOException("no protobuf: a piece of " + length + " bytes");
        }
        int wanted = (int) length;
        if (buffer.length < wanted) {
            buffer = new byte[Math.max(wanted, 2 * buffer.length)];
        }
        if (in.readNBytes(buffer, 0, wanted) < wanted) {
            throw new EOFException("protobuf ends too early");
        }
        read += wanted;
        return wanted;
    }
}
