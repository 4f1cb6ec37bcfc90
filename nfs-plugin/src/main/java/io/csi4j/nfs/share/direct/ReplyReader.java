package io.csi4j.nfs.share.direct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies what is needed out of a {@code COMPOUND4res}, whose memory lives only as long as libnfs's callback. */
// The library's structures come as bare pointers; their sizes are those of CompoundLayout.
@SuppressWarnings("restricted")
final class ReplyReader {
    // libnfs packs what it decodes one after the other, with no regard to alignment.
    private static final ValueLayout.OfInt JAVA_INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final AddressLayout ADDRESS = ValueLayout.ADDRESS_UNALIGNED;

    private static final int OK = 0;
    private static final int GETATTR = new Op.GetAttributes().number();
    private static final int GETFH = new Op.GetHandle().number();
    private static final int READDIR = new Op.ReadDirectory().number();

    private @Nullable Bytes handle;
    private Reply.@Nullable Attributes attributes;
    private final List<Reply.Entry> entries = new ArrayList<>();

    private ReplyReader() {}

    static Reply read(MemorySegment compound) {
        MemorySegment result = compound.reinterpret(CompoundLayout.RESULT_SIZE);
        int done = result.get(JAVA_INT, CompoundLayout.RESULT_OPERATIONS);
        MemorySegment array = result.get(ADDRESS, CompoundLayout.RESULT_OPERATIONS + CompoundLayout.POINTER)
                .reinterpret(done * CompoundLayout.OPERATION_RESULT_SIZE);
        var reader = new ReplyReader();
        for (int i = 0; i < done; i++) {
            reader.operation(
                    array.asSlice(i * CompoundLayout.OPERATION_RESULT_SIZE, CompoundLayout.OPERATION_RESULT_SIZE));
        }
        return new Reply(result.get(JAVA_INT, 0), done, reader.handle, reader.attributes, reader.entries);
    }

    private void operation(MemorySegment result) {
        if (result.get(JAVA_INT, CompoundLayout.FIRST_ARGUMENT) != OK) {
            return;
        }
        int number = result.get(JAVA_INT, 0);
        if (number == GETFH) {
            handle = Bytes.of(counted(result, CompoundLayout.GIVEN_HANDLE));
        } else if (number == GETATTR) {
            attributes = attributes(result, CompoundLayout.GIVEN_MASK, CompoundLayout.GIVEN_VALUES);
        } else if (number == READDIR) {
            readEntries(result.get(ADDRESS, CompoundLayout.GIVEN_ENTRIES));
        }
    }

    private void readEntries(MemorySegment first) {
        MemorySegment next = first;
        while (next.address() != 0) {
            MemorySegment entry = next.reinterpret(CompoundLayout.ENTRY_SIZE);
            boolean isDirectory = attributes(entry, CompoundLayout.ENTRY_MASK, CompoundLayout.ENTRY_VALUES)
                    .isDirectory();
            Bytes name = Bytes.of(counted(entry, CompoundLayout.ENTRY_NAME));
            if (!name.equals(Bytes.of(".")) && !name.equals(Bytes.of(".."))) {
                entries.add(new Reply.Entry(name, isDirectory));
            }
            next = entry.get(ADDRESS, CompoundLayout.ENTRY_NEXT);
        }
    }

    /** Attributes come in the order of their numbers, each in network byte order; absent ones are 0. */
    private static Reply.Attributes attributes(MemorySegment at, long maskOffset, long valuesOffset) {
        int[] mask = mask(at, maskOffset);
        ByteBuffer values = ByteBuffer.wrap(counted(at, valuesOffset));
        int type = (mask[0] & CompoundLayout.TYPE_BIT) == 0 ? 0 : values.getInt();
        long number = (mask[0] & CompoundLayout.FILEID_BIT) == 0 ? 0 : values.getLong();
        int mode = (mask[1] & CompoundLayout.MODE_BIT) == 0 ? 0 : values.getInt();
        return new Reply.Attributes(type, number, mode);
    }

    private static int[] mask(MemorySegment at, long offset) {
        int words = at.get(JAVA_INT, offset);
        MemorySegment given =
                at.get(ADDRESS, offset + CompoundLayout.POINTER).reinterpret((long) words * Integer.BYTES);
        int[] mask = new int[2];
        for (int i = 0; i < Math.min(words, mask.length); i++) {
            mask[i] = given.getAtIndex(JAVA_INT, i);
        }
        return mask;
    }

    private static byte[] counted(MemorySegment at, long offset) {
        int length = at.get(JAVA_INT, offset);
        return at.get(ADDRESS, offset + CompoundLayout.POINTER)
                .reinterpret(length)
                .toArray(JAVA_BYTE);
    }
}
