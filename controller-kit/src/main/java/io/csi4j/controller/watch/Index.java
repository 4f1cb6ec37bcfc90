package io.csi4j.controller.watch;

import io.csi4j.controller.storage.KubeObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Finds the objects of a store by something else than their key, without a scan. Kept up to date by the store, which
 * alone writes it, under its lock; read without a lock.
 *
 * @param <T> the kind
 */
public final class Index<T extends KubeObject> {
    private final Function<? super T, ? extends Collection<String>> terms;
    private final ConcurrentHashMap<String, List<T>> byTerm = new ConcurrentHashMap<>();

    Index(Function<? super T, ? extends Collection<String>> terms) {
        this.terms = terms;
    }

    /** The objects under a term as they are now, in no order. */
    public List<T> find(String term) {
        return byTerm.getOrDefault(term, List.of());
    }

    void add(T value) {
        for (String term : terms.apply(value)) {
            byTerm.compute(term, (key, found) -> found == null ? List.of(value) : with(found, value));
        }
    }

    void remove(T value) {
        for (String term : terms.apply(value)) {
            byTerm.computeIfPresent(term, (key, found) -> without(found, value));
        }
    }

    private static <T> List<T> with(List<T> found, T value) {
        List<T> more = new ArrayList<>(found.size() + 1);
        more.addAll(found);
        more.add(value);
        return List.copyOf(more);
    }

    /** Null, which takes the entry out of the map, when nothing is left. */
    @SuppressWarnings({"NullAway", "ReferenceEquality"}) // See above; the very instance that was added is meant.
    private static <T> List<T> without(List<T> found, T value) {
        List<T> rest = found.stream().filter(other -> other != value).toList();
        return rest.isEmpty() ? null : rest;
    }
}
