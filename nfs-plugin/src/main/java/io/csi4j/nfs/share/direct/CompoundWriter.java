package io.csi4j.nfs.share.direct;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;
import java.util.List;

/** Lays a compound out in native memory, as libnfs wants it; the memory is needed only until the call is queued. Mutable. */
final class CompoundWriter {
    /** Bytes of names and cookies a server may give at once. */
    private static final int DIRCOUNT = 16 * 1024;
    /** Bytes of a whole answer to READDIR, some hundred entries. */
    private static final int MAXCOUNT = 32 * 1024;

    /** {@code OPEN4_SHARE_ACCESS_WRITE}. */
    private static final int WRITE_ACCESS = 2;
    /** {@code OPEN4_CREATE}. */
    private static final int OPEN_CREATES = 1;
    /** {@code GUARDED4}. */
    private static final int MUST_BE_NEW = 1;
    /** {@code FILE_SYNC4}. */
    private static final int STABLE = 2;
    /** The callback of a client that cannot be called back, so that it is given no delegations. */
    private static final int NO_PROGRAM = 0x40000000;

    private static final String NO_NETWORK = "tcp";
    private static final String NO_ADDRESS = "0.0.0.0.0.0";

    /** On the wire each operation has some numbers besides what is counted. */
    private static final int NUMBERS = 64;

    private final SegmentAllocator memory;
    private int size;

    CompoundWriter(SegmentAllocator memory) {
        this.memory = memory;
    }

    /** The {@code COMPOUND4args}: empty tag, minor version 0. */
    MemorySegment write(List<Op> ops) {
        MemorySegment array = memory.allocate(CompoundLayout.OPERATION_SIZE * ops.size(), Long.BYTES);
        for (int i = 0; i < ops.size(); i++) {
            write(ops.get(i), array.asSlice(i * CompoundLayout.OPERATION_SIZE, CompoundLayout.OPERATION_SIZE));
        }
        MemorySegment arguments = memory.allocate(CompoundLayout.ARGUMENTS_SIZE, Long.BYTES);
        arguments.set(JAVA_INT, CompoundLayout.ARGUMENTS_OPERATIONS, ops.size());
        arguments.set(ADDRESS, CompoundLayout.ARGUMENTS_OPERATIONS + CompoundLayout.POINTER, array);
        return arguments;
    }

    /** Bytes of what was written on the wire, or somewhat more. */
    int size() {
        return size;
    }

    private void write(Op op, MemorySegment at) {
        size += NUMBERS;
        long first = CompoundLayout.FIRST_ARGUMENT;
        at.set(JAVA_INT, 0, op.number());
        switch (op) {
            case Op.PutRoot(), Op.LookUpParent(), Op.GetHandle(), Op.SaveHandle(), Op.ReadLink(), Op.Commit() -> {}
            case Op.PutHandle(var handle) -> counted(at, first, handle.toArray());
            case Op.Lookup(var name) -> counted(at, first, name.toArray());
            case Op.Remove(var name) -> counted(at, first, name.toArray());
            case Op.Link(var name) -> counted(at, first, name.toArray());
            case Op.GetAttributes(var wanted) -> mask(at, first, wanted.words());
            case Op.Create create -> create(at, create);
            case Op.Set(var change) -> change(at, CompoundLayout.SETATTR_MASK, CompoundLayout.SETATTR_VALUES, change);
            case Op.Rename(var from, var to) -> {
                counted(at, first, from.toArray());
                counted(at, CompoundLayout.RENAME_TO, to.toArray());
            }
            case Op.ReadDirectory(var from, var wanted) -> {
                at.set(JAVA_LONG, first, from.cookie());
                put(at, CompoundLayout.READDIR_VERIFIER, from.verifier());
                at.set(JAVA_INT, CompoundLayout.READDIR_DIRCOUNT, DIRCOUNT);
                at.set(JAVA_INT, CompoundLayout.READDIR_MAXCOUNT, MAXCOUNT);
                mask(at, CompoundLayout.READDIR_MASK, wanted.words());
            }
            // A state of zeros is the one that needs no open file (RFC 7530, 9.1.4.3).
            case Op.Read(var offset, var count) -> {
                at.set(JAVA_LONG, CompoundLayout.IO_OFFSET, offset);
                at.set(JAVA_INT, CompoundLayout.READ_COUNT, count);
            }
            case Op.Write(var offset, var bytes, var isStable) -> {
                at.set(JAVA_LONG, CompoundLayout.IO_OFFSET, offset);
                at.set(JAVA_INT, CompoundLayout.WRITE_STABLE, isStable ? STABLE : 0);
                counted(at, CompoundLayout.WRITE_BYTES, bytes);
            }
            case Op.SetClient client -> client(at, client);
            case Op.ConfirmClient(var client, var confirmation) -> {
                at.set(JAVA_LONG, first, client);
                put(at, CompoundLayout.CONFIRM_CLIENT, confirmation);
            }
            case Op.OpenNew open -> open(at, open);
            case Op.ConfirmOpen(var state, var sequence) -> {
                state(at, first, state);
                at.set(JAVA_INT, CompoundLayout.OPEN_CONFIRM_SEQUENCE, sequence);
            }
            case Op.Close(var state, var sequence) -> {
                at.set(JAVA_INT, first, sequence);
                state(at, CompoundLayout.CLOSE_STATE, state);
            }
        }
    }

    private void create(MemorySegment at, Op.Create create) {
        FileAttributes.Type type = switch (create.thing()) {
            case Op.NewThing.Directory() -> FileAttributes.Type.DIRECTORY;
            case Op.NewThing.Pipe() -> FileAttributes.Type.PIPE;
            case Op.NewThing.SymbolicLink(var target) -> {
                counted(at, CompoundLayout.CREATE_THING, target.toArray());
                yield FileAttributes.Type.LINK;
            }
            case Op.NewThing.Device(var isBlock, var major, var minor) -> {
                at.set(JAVA_INT, CompoundLayout.CREATE_THING, major);
                at.set(JAVA_INT, CompoundLayout.CREATE_THING + Integer.BYTES, minor);
                yield isBlock ? FileAttributes.Type.BLOCK_DEVICE : FileAttributes.Type.CHARACTER_DEVICE;
            }
        };
        at.set(JAVA_INT, CompoundLayout.FIRST_ARGUMENT, type.number());
        counted(at, CompoundLayout.CREATE_NAME, create.name().toArray());
        change(at, CompoundLayout.CREATE_MASK, CompoundLayout.CREATE_VALUES, FileChange.ofMode(create.mode()));
    }

    private void client(MemorySegment at, Op.SetClient client) {
        put(at, CompoundLayout.FIRST_ARGUMENT, client.incarnation());
        counted(at, CompoundLayout.CLIENT_NAME, client.name().toArray());
        at.set(JAVA_INT, CompoundLayout.CLIENT_PROGRAM, NO_PROGRAM);
        at.set(ADDRESS, CompoundLayout.CLIENT_NETWORK, memory.allocateFrom(NO_NETWORK));
        at.set(ADDRESS, CompoundLayout.CLIENT_ADDRESS, memory.allocateFrom(NO_ADDRESS));
    }

    private void open(MemorySegment at, Op.OpenNew open) {
        at.set(JAVA_INT, CompoundLayout.FIRST_ARGUMENT, open.opener().sequence());
        at.set(JAVA_INT, CompoundLayout.OPEN_ACCESS, WRITE_ACCESS);
        at.set(JAVA_LONG, CompoundLayout.OPEN_CLIENT, open.opener().client());
        counted(at, CompoundLayout.OPEN_OWNER, open.opener().owner().toArray());
        at.set(JAVA_INT, CompoundLayout.OPEN_TYPE, OPEN_CREATES);
        at.set(JAVA_INT, CompoundLayout.OPEN_HOW, MUST_BE_NEW);
        change(at, CompoundLayout.OPEN_MASK, CompoundLayout.OPEN_VALUES, FileChange.ofMode(open.mode()));
        counted(at, CompoundLayout.OPEN_NAME, open.name().toArray());
    }

    private static void state(MemorySegment at, long offset, Given.State state) {
        at.set(JAVA_INT, offset, state.change());
        put(at, offset + CompoundLayout.STATE_NAME, state.name());
    }

    private static void put(MemorySegment at, long offset, Bytes bytes) {
        MemorySegment.copy(bytes.toArray(), 0, at, JAVA_BYTE, offset, bytes.length());
    }

    private void change(MemorySegment at, long maskOffset, long valuesOffset, FileChange change) {
        mask(at, maskOffset, change.mask());
        counted(at, valuesOffset, change.values());
    }

    private void mask(MemorySegment at, long offset, int... words) {
        at.set(JAVA_INT, offset, words.length);
        at.set(ADDRESS, offset + CompoundLayout.POINTER, memory.allocateFrom(JAVA_INT, words));
    }

    private void counted(MemorySegment at, long offset, byte[] bytes) {
        MemorySegment.copy(bytes, 0, room(at, offset, bytes.length), JAVA_BYTE, 0, bytes.length);
    }

    private void counted(MemorySegment at, long offset, ByteBuffer bytes) {
        room(at, offset, bytes.remaining()).copyFrom(MemorySegment.ofBuffer(bytes));
    }

    /** Where so many bytes of a counted field go. */
    private MemorySegment room(MemorySegment at, long offset, int length) {
        size += length + Integer.BYTES;
        MemorySegment room = memory.allocate(length + 1L, Long.BYTES);
        at.set(JAVA_INT, offset, length);
        at.set(ADDRESS, offset + CompoundLayout.POINTER, room);
        return room;
    }
}
