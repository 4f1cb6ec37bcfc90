package io.csi4j.nfs.share.direct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Copies what is needed out of a {@code COMPOUND4res}, whose memory lives only as long as libnfs's callback. */
// The library's structures come as bare pointers; their sizes are those of CompoundLayout.
@SuppressWarnings("restricted")
final class ReplyReader {
    // libnfs packs what it decodes one after the other, with no regard to alignment.
    private static final ValueLayout.OfInt JAVA_INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong JAVA_LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final AddressLayout ADDRESS = ValueLayout.ADDRESS_UNALIGNED;

    private static final int OK = 0;
    private static final long FIRST = CompoundLayout.FIRST_ARGUMENT;
    private static final long RESULT = CompoundLayout.GIVEN_HANDLE;
    /** {@code OPEN4_RESULT_CONFIRM}. */
    private static final int CONFIRM_FLAG = 2;

    private ReplyReader() {}

    static Reply read(MemorySegment compound) {
        MemorySegment result = compound.reinterpret(CompoundLayout.RESULT_SIZE);
        int done = result.get(JAVA_INT, CompoundLayout.RESULT_OPERATIONS);
        MemorySegment array = result.get(ADDRESS, CompoundLayout.RESULT_OPERATIONS + CompoundLayout.POINTER)
                .reinterpret(done * CompoundLayout.OPERATION_RESULT_SIZE);
        List<Given> given = new ArrayList<>();
        for (int i = 0; i < done; i++) {
            MemorySegment operation =
                    array.asSlice(i * CompoundLayout.OPERATION_RESULT_SIZE, CompoundLayout.OPERATION_RESULT_SIZE);
            if (operation.get(JAVA_INT, FIRST) == OK) {
                add(operation, given);
            }
        }
        return new Reply(result.get(JAVA_INT, 0), done, given);
    }

    /** By the number of the operation, see {@link Op}. */
    private static void add(MemorySegment at, List<Given> given) {
        switch (at.get(JAVA_INT, 0)) {
            case 5 -> given.add(new Given.Committed(verifier(at, CompoundLayout.GIVEN_COMMIT_VERIFIER)));
            case 9 ->
                given.add(new Given.Attributes(attributes(at, CompoundLayout.GIVEN_MASK, CompoundLayout.GIVEN_VALUES)));
            case 10 -> given.add(new Given.Handle(Bytes.of(counted(at, CompoundLayout.GIVEN_HANDLE))));
            case 18 ->
                given.add(new Given.Opened(
                        state(at, RESULT), (at.get(JAVA_INT, CompoundLayout.GIVEN_OPEN_FLAGS) & CONFIRM_FLAG) != 0));
            case 20 -> given.add(new Given.Confirmed(state(at, CompoundLayout.GIVEN_CONFIRMED_STATE)));
            case 25 ->
                given.add(new Given.Content(
                        ByteBuffer.wrap(counted(at, CompoundLayout.GIVEN_CONTENT)),
                        at.get(JAVA_INT, CompoundLayout.GIVEN_CONTENT_END) != 0));
            case 26 -> given.add(entries(at));
            case 27 -> given.add(new Given.LinkText(Bytes.of(counted(at, RESULT))));
            case 35 ->
                given.add(new Given.Client(at.get(JAVA_LONG, RESULT), verifier(at, CompoundLayout.GIVEN_CONFIRMATION)));
            case 38 ->
                given.add(new Given.Written(
                        at.get(JAVA_INT, CompoundLayout.GIVEN_COUNT),
                        verifier(at, CompoundLayout.GIVEN_WRITE_VERIFIER)));
            default -> {
                // The others give nothing we look at.
            }
        }
    }

    private static Given.Entries entries(MemorySegment at) {
        List<Given.Entry> list = new ArrayList<>();
        long cookie = 0;
        MemorySegment next = at.get(ADDRESS, CompoundLayout.GIVEN_ENTRIES);
        while (next.address() != 0) {
            MemorySegment entry = next.reinterpret(CompoundLayout.ENTRY_SIZE);
            Bytes name = Bytes.of(counted(entry, CompoundLayout.ENTRY_NAME));
            if (!name.equals(Bytes.of(".")) && !name.equals(Bytes.of(".."))) {
                list.add(new Given.Entry(
                        name, attributes(entry, CompoundLayout.ENTRY_MASK, CompoundLayout.ENTRY_VALUES)));
            }
            cookie = entry.get(JAVA_LONG, 0);
            next = entry.get(ADDRESS, CompoundLayout.ENTRY_NEXT);
        }
        var place = new Given.Place(cookie, verifier(at, CompoundLayout.GIVEN_ENTRIES_VERIFIER));
        return new Given.Entries(list, place, at.get(JAVA_INT, CompoundLayout.GIVEN_ENTRIES_END) != 0);
    }

    private static Given.State state(MemorySegment at, long offset) {
        byte[] name = at.asSlice(offset + CompoundLayout.STATE_NAME, CompoundLayout.STATE_NAME_SIZE)
                .toArray(JAVA_BYTE);
        return new Given.State(at.get(JAVA_INT, offset), Bytes.of(name));
    }

    private static Bytes verifier(MemorySegment at, long offset) {
        return Bytes.of(at.asSlice(offset, CompoundLayout.VERIFIER_SIZE).toArray(JAVA_BYTE));
    }

    private static FileAttributes attributes(MemorySegment at, long maskOffset, long valuesOffset) {
        return AttributeReader.read(mask(at, maskOffset), ByteBuffer.wrap(counted(at, valuesOffset)));
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
