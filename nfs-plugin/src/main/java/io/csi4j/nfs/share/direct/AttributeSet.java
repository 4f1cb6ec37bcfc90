package io.csi4j.nfs.share.direct;

/** Which attributes are asked for. */
enum AttributeSet {
    /** The type alone. */
    TYPE(CompoundLayout.TYPE_BIT, 0),
    /** Without owners, which some servers look up in a directory service. */
    PLACE(
            CompoundLayout.TYPE_BIT | CompoundLayout.SIZE_BIT | CompoundLayout.FILEID_BIT,
            CompoundLayout.MODE_BIT | CompoundLayout.MODIFIED_BIT),
    /** All that {@link FileAttributes} has. */
    ALL(
            CompoundLayout.TYPE_BIT
                    | CompoundLayout.SIZE_BIT
                    | CompoundLayout.FAULT_BIT
                    | CompoundLayout.HANDLE_BIT
                    | CompoundLayout.FILEID_BIT,
            CompoundLayout.MODE_BIT
                    | CompoundLayout.LINKS_BIT
                    | CompoundLayout.OWNER_BIT
                    | CompoundLayout.GROUP_BIT
                    | CompoundLayout.DEVICE_BIT
                    | CompoundLayout.MODIFIED_BIT),
    /** The same of a single file: its handle is known, and a fault is the answer itself. */
    ALL_BUT_HANDLE(ALL.first & ~(CompoundLayout.HANDLE_BIT | CompoundLayout.FAULT_BIT), ALL.second);

    private final int first;
    private final int second;

    AttributeSet(int first, int second) {
        this.first = first;
        this.second = second;
    }

    /** As on the wire. */
    int[] words() {
        return second == 0 ? new int[] {first} : new int[] {first, second};
    }
}
