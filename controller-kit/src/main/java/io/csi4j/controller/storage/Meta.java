package io.csi4j.controller.storage;

import java.util.List;
import java.util.Map;

/**
 * What every object carries: which one it is, which state of it this is, and who still holds it.
 *
 * @param resourceVersion opaque; only the store compares two of the same object
 * @param deleting a deletion was asked for; the object stays until its finalizers are gone
 * @param annotations without {@code kubectl}'s copy of the whole object
 */
public record Meta(
        ObjectKey key,
        String uid,
        String resourceVersion,
        boolean deleting,
        Map<String, String> annotations,
        List<String> finalizers) {
    public Meta {
        annotations = Map.copyOf(annotations);
        finalizers = List.copyOf(finalizers);
    }

    /** Of an object that is about to be created: the server fills in the rest. */
    public static Meta ofNew(ObjectKey key) {
        return new Meta(key, "", "", false, Map.of(), List.of());
    }

    public Meta withAnnotations(Map<String, String> wanted) {
        return new Meta(key, uid, resourceVersion, deleting, wanted, finalizers);
    }

    public Meta withFinalizers(List<String> wanted) {
        return new Meta(key, uid, resourceVersion, deleting, annotations, wanted);
    }
}
