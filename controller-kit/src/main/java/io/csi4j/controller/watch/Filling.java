package io.csi4j.controller.watch;

import io.csi4j.controller.api.ListWatch;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.storage.ObjectKey;
import java.util.HashSet;
import java.util.Set;

/**
 * One filling of a store: how far it is, and which of the kept objects it has named. Mutable, of the reflector's
 * thread.
 *
 * @param <T> the kind
 */
final class Filling<T extends KubeObject> {
    private final Store<T> store;
    private Set<ObjectKey> named = new HashSet<>();
    private String next = "";
    private int limit;
    private boolean restarted;
    private boolean completed;

    /** @param pageSize objects a page, if it goes by pages */
    Filling(Store<T> store, int pageSize) {
        this.store = store;
        this.limit = pageSize;
    }

    void take(T value) {
        if (store.told(value)) {
            named.add(value.key());
        }
    }

    void drop(T value) {
        named.remove(value.key());
        store.toldGone(value);
    }

    /** Token of the page to ask for; empty for the first. */
    String next() {
        return next;
    }

    /** Objects to ask for; 0 for all at once. */
    int limit() {
        return limit;
    }

    boolean isCompleted() {
        return completed;
    }

    /** After a page was taken: whether it was the last. */
    boolean wasLast(ListWatch.Page page) {
        next = page.next();
        return next.isEmpty();
    }

    /** The pages took longer than the server keeps history: once more, then without pages. */
    void restart() {
        limit = restarted ? 0 : limit;
        restarted = true;
        next = "";
        named.clear();
    }

    /** All there is has been told: what was not named is gone. */
    void complete(String resourceVersion) {
        completed = true;
        store.toldAll(named, resourceVersion);
        // The watch that filled the store goes on for minutes and holds this filling.
        named = Set.of();
    }
}
