package io.csi4j.controller.watch;

/**
 * What happened to one object of a store.
 *
 * @param <T> the kind
 */
public sealed interface Change<T> {
    record Added<T>(T now) implements Change<T> {}

    record Updated<T>(T before, T now) implements Change<T> {}

    /** Gone, or no longer among those the store keeps. */
    record Deleted<T>(T last) implements Change<T> {}

    /** What the object looks like now, or last looked like. */
    default T latest() {
        return switch (this) {
            case Added<T>(T now) -> now;
            case Updated<T>(T before, T now) -> now;
            case Deleted<T>(T last) -> last;
        };
    }
}
