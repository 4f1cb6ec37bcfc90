package io.csi4j.controller.watch;

import io.csi4j.controller.storage.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A write by a listener that has no answer yet, and what the listener is to hear after it. Mutable, under the lock of
 * the store.
 *
 * @param <T> the kind
 */
final class OwnWrite<T extends KubeObject> {
    final Store.Subscription<T> writer;
    private final Predicate<? super T> concerned;
    private final List<Change<T>> told = new ArrayList<>(1);

    OwnWrite(Store.Subscription<T> writer, Predicate<? super T> concerned) {
        this.writer = writer;
        this.concerned = concerned;
    }

    /** Takes a change that its listener is to hear after the answer; false if it may hear it now. */
    @SuppressWarnings("ReferenceEquality") // A subscription is who it is.
    boolean keepsBack(Change<T> change, Store.Subscription<T> listener) {
        return listener == writer && concerned.test(change.latest()) && told.add(change);
    }

    /** What an answer of that version does not tell; no answer tells that an object is gone. */
    List<Change<T>> newsBeside(String version) {
        return told.stream()
                .filter(change -> change instanceof Change.Deleted<T>
                        || !change.latest().resourceVersion().equals(version))
                .toList();
    }
}
