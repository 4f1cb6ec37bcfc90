package io.csi4j.nfs.share.direct;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Reads attribute values: they come in the order of their numbers, each in network byte order, filled up to four bytes.
 * Mutable: it goes through the values once.
 */
final class AttributeReader {
    private static final Bytes NOTHING = Bytes.of(new byte[0]);
    private static final int WORD = 4;

    private final ByteBuffer values;
    private final int[] mask;

    private AttributeReader(int[] mask, ByteBuffer values) {
        this.mask = mask;
        this.values = values;
    }

    /** @param mask two words; attributes that are not in it are 0 or empty */
    static FileAttributes read(int[] mask, ByteBuffer values) {
        return new AttributeReader(mask, values).attributes();
    }

    private FileAttributes attributes() {
        int type = has(0, CompoundLayout.TYPE_BIT) ? values.getInt() : 0;
        long size = has(0, CompoundLayout.SIZE_BIT) ? values.getLong() : 0;
        if (has(0, CompoundLayout.FAULT_BIT)) {
            values.getInt();
        }
        Bytes handle = has(0, CompoundLayout.HANDLE_BIT) ? bytes() : NOTHING;
        long number = has(0, CompoundLayout.FILEID_BIT) ? values.getLong() : 0;
        int mode = has(1, CompoundLayout.MODE_BIT) ? values.getInt() : 0;
        int links = has(1, CompoundLayout.LINKS_BIT) ? values.getInt() : 0;
        Bytes user = has(1, CompoundLayout.OWNER_BIT) ? bytes() : NOTHING;
        Bytes group = has(1, CompoundLayout.GROUP_BIT) ? bytes() : NOTHING;
        FileAttributes.Device device = has(1, CompoundLayout.DEVICE_BIT) ? device() : new FileAttributes.Device(0, 0);
        Instant modified = has(1, CompoundLayout.MODIFIED_BIT) ? time() : Instant.EPOCH;
        return new FileAttributes(
                FileAttributes.Type.of(type), number, handle, mode, size, links, user, group, device, modified);
    }

    private boolean has(int word, int bit) {
        return (mask[word] & bit) != 0;
    }

    private Bytes bytes() {
        byte[] content = new byte[values.getInt()];
        values.get(content);
        values.position(values.position() + (-content.length & (WORD - 1)));
        return Bytes.of(content);
    }

    private FileAttributes.Device device() {
        int major = values.getInt();
        return new FileAttributes.Device(major, values.getInt());
    }

    private Instant time() {
        long seconds = values.getLong();
        return Instant.ofEpochSecond(seconds, values.getInt());
    }
}
