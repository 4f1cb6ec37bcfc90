package io.csi4j.controller.storage;

/**
 * A volume's {@code spec.claimRef}.
 *
 * @param uid empty while the volume is reserved for whatever claim takes that name
 * @param resourceVersion state of the claim that was seen, told when a volume is created; empty in one that was read
 */
public record ClaimReference(String namespace, String name, String uid, String resourceVersion) {
    public static ClaimReference of(Claim claim) {
        return new ClaimReference(claim.key().namespace(), claim.key().name(), claim.uid(), claim.resourceVersion());
    }

    public ObjectKey key() {
        return new ObjectKey(namespace, name);
    }
}
