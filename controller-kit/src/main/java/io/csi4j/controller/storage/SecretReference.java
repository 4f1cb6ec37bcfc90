package io.csi4j.controller.storage;

/** Where a secret lies; never what is in it. */
public record SecretReference(String namespace, String name) {
    public ObjectKey key() {
        return new ObjectKey(namespace, name);
    }
}
