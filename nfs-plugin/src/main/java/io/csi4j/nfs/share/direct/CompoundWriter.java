package io.csi4j.nfs.share.direct;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;
import java.util.List;

/** Lays a compound out in native memory, as libnfs wants it; the memory is needed only until the call is queued. */
final class CompoundWriter {
    /** {@code NF4DIR}. */
    private static final int DIRECTORY_TYPE = 2;
    /** Bytes of names and cookies a server may give at once. */
    private static final int DIRCOUNT = 16 * 1024;
    /** Bytes of a whole answer to READDIR, some hundred entries. */
    private static final int MAXCOUNT = 32 * 1024;

    private final SegmentAllocator memory;

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

    private void write(Op op, MemorySegment at) {
        at.set(JAVA_INT, 0, op.number());
        switch (op) {
            case Op.PutRoot() -> {}
            case Op.GetHandle() -> {}
            case Op.SaveHandle() -> {}
            case Op.PutHandle(var handle) -> counted(at, CompoundLayout.FIRST_ARGUMENT, handle.toArray());
            case Op.Lookup(var name) -> counted(at, CompoundLayout.FIRST_ARGUMENT, name.toArray());
            case Op.Remove(var name) -> counted(at, CompoundLayout.FIRST_ARGUMENT, name.toArray());
            case Op.GetAttributes() ->
                mask(
                        at,
                        CompoundLayout.FIRST_ARGUMENT,
                        CompoundLayout.TYPE_BIT | CompoundLayout.FILEID_BIT,
                        CompoundLayout.MODE_BIT);
            case Op.MakeDirectory(var name, var mode) -> {
                at.set(JAVA_INT, CompoundLayout.FIRST_ARGUMENT, DIRECTORY_TYPE);
                counted(at, CompoundLayout.CREATE_NAME, name.toArray());
                mode(at, CompoundLayout.CREATE_MASK, CompoundLayout.CREATE_VALUES, mode);
            }
            case Op.SetMode(var mode) -> mode(at, CompoundLayout.SETATTR_MASK, CompoundLayout.SETATTR_VALUES, mode);
            case Op.Rename(var from, var to) -> {
                counted(at, CompoundLayout.FIRST_ARGUMENT, from.toArray());
                counted(at, CompoundLayout.RENAME_TO, to.toArray());
            }
            case Op.ReadDirectory() -> {
                at.set(JAVA_INT, CompoundLayout.READDIR_DIRCOUNT, DIRCOUNT);
                at.set(JAVA_INT, CompoundLayout.READDIR_MAXCOUNT, MAXCOUNT);
                mask(at, CompoundLayout.READDIR_MASK, CompoundLayout.TYPE_BIT);
            }
        }
    }

    private void mode(MemorySegment at, long maskOffset, long valuesOffset, int mode) {
        mask(at, maskOffset, 0, CompoundLayout.MODE_BIT);
        counted(
                at,
                valuesOffset,
                ByteBuffer.allocate(Integer.BYTES).putInt(mode).array());
    }

    private void mask(MemorySegment at, long offset, int... words) {
        at.set(JAVA_INT, offset, words.length);
        at.set(ADDRESS, offset + CompoundLayout.POINTER, memory.allocateFrom(JAVA_INT, words));
    }

    private void counted(MemorySegment at, long offset, byte[] bytes) {
        at.set(JAVA_INT, offset, bytes.length);
        MemorySegment copy = memory.allocate(bytes.length + 1L, Long.BYTES);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, copy, 0, bytes.length);
        at.set(ADDRESS, offset + CompoundLayout.POINTER, copy);
    }
}
