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
    static final long CREATE_THING = 16;
    static final long CREATE_NAME = 32;
    static final long CREATE_MASK = 48;
    static final long CREATE_VALUES = 64;
    static final long RENAME_TO = 24;
    static final long SETATTR_MASK = 24;
    static final long SETATTR_VALUES = 40;
    static final long READDIR_VERIFIER = 16;
    static final long READDIR_DIRCOUNT = 24;
    static final long READDIR_MAXCOUNT = 28;
    static final long READDIR_MASK = 32;
    static final long IO_OFFSET = 24;
    static final long READ_COUNT = 32;
    static final long WRITE_STABLE = 32;
    static final long WRITE_BYTES = 40;
    static final long CLIENT_NAME = 16;
    static final long CLIENT_PROGRAM = 32;
    static final long CLIENT_NETWORK = 40;
    static final long CLIENT_ADDRESS = 48;
    static final long CONFIRM_CLIENT = 16;
    static final long OPEN_ACCESS = 12;
    static final long OPEN_CLIENT = 24;
    static final long OPEN_OWNER = 32;
    static final long OPEN_TYPE = 48;
    static final long OPEN_HOW = 56;
    static final long OPEN_MASK = 64;
    static final long OPEN_VALUES = 80;
    static final long OPEN_NAME = 104;
    static final long OPEN_CONFIRM_SEQUENCE = 24;
    static final long CLOSE_STATE = 12;

    /** {@code stateid4}: a number and 12 bytes. */
    static final long STATE_NAME = 4;

    static final int STATE_NAME_SIZE = 12;

    /** {@code verifier4}. */
    static final int VERIFIER_SIZE = 8;

    /** {@code COMPOUND4res}: status, tag, and the counted array of results. */
    static final long RESULT_SIZE = 40;

    static final long RESULT_OPERATIONS = 24;

    /** {@code nfs_resop4}: the number of the operation, its status, then what it gives. */
    static final long OPERATION_RESULT_SIZE = 160;

    static final long GIVEN_HANDLE = 16;
    static final long GIVEN_MASK = 16;
    static final long GIVEN_VALUES = 32;
    static final long GIVEN_ENTRIES = 24;
    static final long GIVEN_ENTRIES_VERIFIER = 16;
    static final long GIVEN_ENTRIES_END = 32;
    static final long GIVEN_CONTENT = 24;
    static final long GIVEN_CONTENT_END = 16;
    static final long GIVEN_COUNT = 12;
    static final long GIVEN_WRITE_VERIFIER = 20;
    static final long GIVEN_COMMIT_VERIFIER = 12;
    static final long GIVEN_CONFIRMATION = 24;
    static final long GIVEN_OPEN_FLAGS = 56;
    static final long GIVEN_CONFIRMED_STATE = 12;

    /** {@code entry4}: cookie, name, attributes and the next one. */
    static final long ENTRY_SIZE = 64;

    static final long ENTRY_NAME = 8;
    static final long ENTRY_MASK = 24;
    static final long ENTRY_VALUES = 40;
    static final long ENTRY_NEXT = 56;

    /** Attributes of the first word of a mask, by their numbers in RFC 7530, section 5. */
    static final int TYPE_BIT = 1 << 1;

    static final int SIZE_BIT = 1 << 4;
    static final int FAULT_BIT = 1 << 11;
    static final int HANDLE_BIT = 1 << 19;
    static final int FILEID_BIT = 1 << 20;

    /** Attributes of the second word, whose numbers begin at 32. */
    static final int MODE_BIT = 1 << 1;

    static final int LINKS_BIT = 1 << 3;
    static final int OWNER_BIT = 1 << 4;
    static final int GROUP_BIT = 1 << 5;
    static final int DEVICE_BIT = 1 << 9;
    static final int MODIFIED_BIT = 1 << 21;
    static final int SET_MODIFIED_BIT = 1 << 22;

    private CompoundLayout() {}
}
