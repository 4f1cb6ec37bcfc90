package io.csi4j.controller.storage;

/** Where a volume stands. */
public enum VolumePhase implements WireName {
    /** Not looked at by the cluster yet. */
    NONE(""),
    PENDING("Pending"),
    AVAILABLE("Available"),
    BOUND("Bound"),
    /** Its claim is gone; what follows is up to its reclaim policy. */
    RELEASED("Released"),
    FAILED("Failed");

    private final String wireName;

    VolumePhase(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    public static VolumePhase of(String wireName) {
        return WireName.find(values(), wireName).orElse(NONE);
    }
}
