package io.csi4j.controller.storage;

/** What becomes of a volume when its claim is gone. */
public enum ReclaimPolicy implements WireName {
    RETAIN("Retain"),
    DELETE("Delete"),
    RECYCLE("Recycle");

    private final String wireName;

    ReclaimPolicy(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    /** A policy we do not know keeps the volume: the choice that loses nothing. */
    public static ReclaimPolicy of(String wireName) {
        return WireName.find(values(), wireName).orElse(RETAIN);
    }
}
