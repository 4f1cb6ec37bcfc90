package io.csi4j.controller.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Any object of the API server, so that stores and patches treat all kinds alike. */
public interface KubeObject {
    Meta meta();

    default ObjectKey key() {
        return meta().key();
    }

    default String name() {
        return meta().key().name();
    }

    default String uid() {
        return meta().uid();
    }

    default String resourceVersion() {
        return meta().resourceVersion();
    }

    /** A deletion was asked for; finalizers may still hold the object. */
    default boolean isDeleting() {
        return meta().deleting();
    }

    default Map<String, String> annotations() {
        return meta().annotations();
    }

    default Optional<String> annotation(String key) {
        return Optional.ofNullable(meta().annotations().get(key));
    }

    default List<String> finalizers() {
        return meta().finalizers();
    }

    default boolean hasFinalizer(String finalizer) {
        return meta().finalizers().contains(finalizer);
    }
}
