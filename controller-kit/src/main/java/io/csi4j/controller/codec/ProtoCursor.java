package io.csi4j.controller.codec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A place in protobuf bytes that moves on from field to field. Not safe for several threads. */
final class ProtoCursor {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;

    private final byte[] bytes;
    private int at;
    private int end;

    /** The field just read: where its value stands, or what it is. */
    private int tag;

    private int from;
    private int to;
    private long number;

    ProtoCursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        this.from = from;
        this.to = to;
    }

    /** What is left of the message at hand, to be given back to {@link #leave}. */
    long enter() {
        long rest = ((long) at << 32) | end;
        at = from;
        end = to;
        return rest;
    }

    void leave(long rest) {
        at = (int) (rest >>> 32);
        end = (int) rest;
    }

    /** Reads the next field, whatever it is; false at the end of the message. */
    boolean next() throws IOException {
        if (at >= end) {
            return false;
        }
        take((int) varint());
        return true;
    }

    /** Reads the next field if it is the same once more. */
    boolean nextIs(int wanted) throws IOException {
        if (at >= end) {
            return false;
        }
        int before = at;
        int found = (int) varint();
        if (found != wanted) {
            at = before;
            return false;
        }
        take(found);
        return true;
    }

    private void take(int found) throws IOException {
        tag = found;
        number = 0;
        switch (found & 7) {
            case VARINT -> {
                number = varint();
                from = at;
                to = at;
            }
            case LENGTH -> span(varint());
            case EIGHT_BYTES -> span(8);
            case FOUR_BYTES -> span(4);
            default -> throw new IOException("no protobuf: field of wire type " + (found & 7));
        }
    }

    private void span(long length) throws IOException {
        if (length < 0 || length > end - at) {
            throw new IOException("no protobuf: a field of " + length + " bytes where " + (end - at) + " are left");
        }
        from = at;
        to = at + (int) length;
        at = to;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64 && at < end; shift += 7) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("no protobuf: a number without end");
    }

    /** Points at one field of the message at hand, the last of that number; at nothing if there is none. */
    ProtoCursor descend(int wanted) throws IOException {
        int lastFrom = 0;
        int lastTo = 0;
        long lastNumber = 0;
        long outer = enter();
        while (next()) {
            if (fieldNumber() == wanted) {
                lastFrom = from;
                lastTo = to;
                lastNumber = number;
            }
        }
        leave(outer);
        pointAt(lastFrom, lastTo, lastNumber);
        return this;
    }

    int tag() {
        return tag;
    }

    int fieldNumber() {
        return tag >>> 3;
    }

    long number() {
        return number;
    }

    boolean isEmpty() {
        return from == to;
    }

    /** The same field with another value: that of a map's entry. */
    void pointAt(int valueFrom, int valueTo, long valueNumber) {
        from = valueFrom;
        to = valueTo;
        number = valueNumber;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    String text() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return bytes;
    }
}
