package io.csi4j.attacher.request;

import java.util.function.Function;

/**
 * What one step of an attempt came to: a value for the next step, or the problem that ends the attempt.
 *
 * @param <T> what the next step needs
 */
public sealed interface Step<T> {
    /** Done; go on. */
    record Ready<T>(T value) implements Step<T> {}

    /** No further. */
    record Blocked<T>(Problem problem) implements Step<T> {}

    static <T> Step<T> ready(T value) {
        return new Ready<>(value);
    }

    static <T> Step<T> blocked(String message) {
        return new Blocked<>(Problem.of(message));
    }

    /** The step after this one, unless this one is blocked. */
    default <U> Step<U> then(Function<? super T, Step<U>> next) {
        return switch (this) {
            case Ready<T>(var value) -> next.apply(value);
            case Blocked<T>(var problem) -> new Blocked<>(problem);
        };
    }
}
