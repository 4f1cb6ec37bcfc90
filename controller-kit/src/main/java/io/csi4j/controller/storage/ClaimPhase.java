package io.csi4j.controller.storage;

/** Where a claim stands. */
public enum ClaimPhase implements WireName {
    /** Not looked at by the cluster yet. */
    NONE(""),
    PENDING("Pending"),
    BOUND("Bound"),
    /** Its volume is gone. */
    LOST("Lost");

    private final String wireName;

    ClaimPhase(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    public static ClaimPhase of(String wireName) {
        return WireName.find(values(), wireName).orElse(NONE);
    }
}
