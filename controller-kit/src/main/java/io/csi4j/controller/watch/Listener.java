package io.csi4j.controller.watch;

/**
 * Hears of every change of a store, in order and one at a time. Called with the store locked: it only notes what is to
 * be done, usually a key for a queue.
 *
 * @param <T> the kind
 */
@FunctionalInterface
public interface Listener<T> {
    void changed(Change<T> change);
}
