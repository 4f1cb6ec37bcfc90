package io.csi4j.nfs.tar;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One block of 512 bytes with the fields of POSIX.1-1988 (ustar), and GNU's numbers that octal digits cannot hold. */
final class Header {
    static final int SIZE = 512;

    /** A field: where it starts and how many bytes it has. */
    enum Field {
        NAME(0, 100),
        MODE(100, 8),
        UID(108, 8),
        GID(116, 8),
        LENGTH(124, 12),
        MODIFIED(136, 12),
        CHECKSUM(148, 8),
        FLAG(156, 1),
        LINK(157, 100),
        MAGIC(257, 8),
        USER(265, 32),
        GROUP(297, 32),
        MAJOR(329, 8),
        MINOR(337, 8),
        PREFIX(345, 155);

        private final int offset;
        private final int length;

        Field(int offset, int length) {
            this.offset = offset;
            this.length = length;
        }

        int length() {
            return length;
        }

        /** The largest number that fits in octal digits. */
        long largest() {
            return (1L << (3 * (length - 1))) - 1;
        }
    }

    private static final String USTAR = "ustar\00000";
    private static final int OCTAL = 8;
    private static final int BASE_256 = 0x80;

    private final byte[] block;

    Header(byte[] block) {
        this.block = block;
    }

    static Header ustar() {
        var header = new Header(new byte[SIZE]);
        header.put(Field.MAGIC, USTAR);
        return header;
    }

    void put(Field field, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, field.offset, Math.min(bytes.length, field.length));
    }

    void put(Field field, long number) {
        String digits = Long.toOctalString(number);
        put(field, "0".repeat(field.length - 1 - digits.length()) + digits);
    }

    /** Puts the sum over all bytes in place; the last thing done to a header. */
    byte[] sealed() {
        String digits = Long.toOctalString(sum());
        put(Field.CHECKSUM, "0".repeat(6 - digits.length()) + digits + "\0 ");
        return block;
    }

    private long sum() {
        long sum = 0;
        for (int i = 0; i < SIZE; i++) {
            boolean isSum = i >= Field.CHECKSUM.offset && i < Field.CHECKSUM.offset + Field.CHECKSUM.length;
            sum += isSum ? ' ' : block[i] & 0xff;
        }
        return sum;
    }

    boolean isZero() {
        return Arrays.equals(block, new byte[SIZE]);
    }

    boolean isWhole() {
        try {
            return number(Field.CHECKSUM) == sum();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    boolean isUstar() {
        return text(Field.MAGIC).startsWith("ustar") && block[Field.MAGIC.offset + Field.MAGIC.length - 1] != 0;
    }

    char flag() {
        return (char) (block[Field.FLAG.offset] & 0xff);
    }

    /** Up to the first NUL. */
    String text(Field field) {
        int end = field.offset;
        while (end < field.offset + field.length && block[end] != 0) {
            end++;
        }
        return new String(block, field.offset, end - field.offset, StandardCharsets.ISO_8859_1);
    }

    /** @throws NumberFormatException if the field holds none, or one beyond 63 bits */
    long number(Field field) {
        if ((block[field.offset] & BASE_256) != 0) {
            return base256(field);
        }
        String digits = text(field).strip();
        return digits.isEmpty() ? 0 : Long.parseLong(digits, OCTAL);
    }

    private long base256(Field field) {
        byte[] bytes = Arrays.copyOfRange(block, field.offset, field.offset + field.length);
        boolean isNegative = (bytes[0] & 0x40) != 0;
        bytes[0] = (byte) (isNegative ? bytes[0] : bytes[0] & 0x7f);
        try {
            return new BigInteger(bytes).longValueExact();
        } catch (ArithmeticException e) {
            throw new NumberFormatException("a number beyond 63 bits");
        }
    }
}
