package io.csi4j.controller.storage;

/**
 * Names one object of any kind, as events do.
 *
 * @param apiVersion for example {@code v1} or {@code storage.k8s.io/v1}
 * @param uid empty if not known
 * @param resourceVersion the state that was seen; empty if not told
 */
public record ObjectReference(String apiVersion, String kind, ObjectKey key, String uid, String resourceVersion) {
    public static ObjectReference to(Claim claim) {
        return to("v1", "PersistentVolumeClaim", claim);
    }

    public static ObjectReference to(Volume volume) {
        return to("v1", "PersistentVolume", volume);
    }

    public static ObjectReference to(String apiVersion, String kind, KubeObject object) {
        return new ObjectReference(apiVersion, kind, object.key(), object.uid(), object.resourceVersion());
    }
}
