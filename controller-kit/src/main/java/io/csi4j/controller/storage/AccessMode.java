package io.csi4j.controller.storage;

/** How many nodes and pods may use a volume at once. */
public enum AccessMode implements WireName {
    READ_WRITE_ONCE("ReadWriteOnce"),
    READ_ONLY_MANY("ReadOnlyMany"),
    READ_WRITE_MANY("ReadWriteMany"),
    READ_WRITE_ONCE_POD("ReadWriteOncePod"),
    /** A mode newer than this program: refused where a mode has to be told to a driver. */
    UNKNOWN("Unknown");

    private final String wireName;

    AccessMode(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    public static AccessMode of(String wireName) {
        return WireName.find(values(), wireName).orElse(UNKNOWN);
    }
}
