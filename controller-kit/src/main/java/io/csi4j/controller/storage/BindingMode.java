package io.csi4j.controller.storage;

/** When a claim of a class gets its volume. */
public enum BindingMode implements WireName {
    /** At once. */
    IMMEDIATE("Immediate"),
    /** When a pod that uses it was given a node. */
    WAIT_FOR_FIRST_CONSUMER("WaitForFirstConsumer");

    private final String wireName;

    BindingMode(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    /** Anything but {@code WaitForFirstConsumer} is immediate. */
    public static BindingMode of(String wireName) {
        return WireName.find(values(), wireName).orElse(IMMEDIATE);
    }
}
