package io.csi4j.controller.storage;

/** What a pod gets to see of a volume. */
public enum VolumeMode implements WireName {
    FILESYSTEM("Filesystem"),
    BLOCK("Block");

    private final String wireName;

    VolumeMode(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    /** Anything but {@code Block} is a file system, as everywhere in Kubernetes. */
    public static VolumeMode of(String wireName) {
        return WireName.find(values(), wireName).orElse(FILESYSTEM);
    }
}
