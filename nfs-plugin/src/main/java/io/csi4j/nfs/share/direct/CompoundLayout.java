package io.csi4j.nfs.share.direct;

/**
 * Where the fields of libnfs's C structures lie on a 64-bit machine, as {@code offsetof} gives them for the public
 * header {@code nfsc/libnfs-raw-nfs4.h} of libnfs 4.0 (soname 13). Counted strings, handles, bitmaps and attribute
 * lists are all a 32-bit length and a pointer 8 bytes further.
 */
final class CompoundLayout {
    /** From the length of a counted field to its pointer. */
    static final long POINTER = 8;

    /** {@code COMPOUND4args}: tag, minorversion, and the counted array of operations. */
    static final long ARGUMENTS_SIZE = 40;

    static final long ARGUMENTS_OPERATIONS = 24;

    /** {@code nfs_argop4}: the number of the operation, then its arguments. */
    static final long OPERATION_SIZE = 136;

    static final long FIRST_ARGUMENT = 8;
    static final long CREATE_NAME = 32;
    static final long CREATE_MASK = 48;
    static final long CREATE_VALUES = 64;
    static final long RENAME_TO = 24;
    static final long SETATTR_MASK = 24;
    static final long SETATTR_VALUES = 40;
    static final long READDIR_DIRCOUNT = 24;
    static final long READDIR_MAXCOUNT = 28;
    static final long READDIR_MASK = 32;

    /** {@code COMPOUND4res}: status, tag, and the counted array of results. */
    static final long RESULT_SIZE = 40;

    static final long RESULT_OPERATIONS = 24;

    /** {@code nfs_resop4}: the number of the operation, its status, then what it gives. */
    static final long OPERATION_RESULT_SIZE = 160;

    static final long GIVEN_HANDLE = 16;
    static final long GIVEN_MASK = 16;
    static final long GIVEN_VALUES = 32;
    static final long GIVEN_ENTRIES = 24;

    /** {@code entry4}: cookie, name, attributes and the next one. */
    static final long ENTRY_SIZE = 64;

    static final long ENTRY_NAME = 8;
    static final long ENTRY_MASK = 24;
    static final long ENTRY_VALUES = 40;
    static final long ENTRY_NEXT = 56;

    /** Attribute numbers: type 1 and fileid 20 in the first word of a mask, mode 33 in the second. */
    static final int TYPE_BIT = 1 << 1;

    static final int FILEID_BIT = 1 << 20;
    static final int MODE_BIT = 1 << 1;

    private CompoundLayout() {}
}
