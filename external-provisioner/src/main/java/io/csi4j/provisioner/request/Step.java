package io.csi4j.provisioner.request;

import java.util.function.Function;

/**
 * What one step of an attempt came to: a value for the next step, or the obstacle that ends the attempt.
 *
 * @param <T> what the next step needs
 */
public sealed interface Step<T> {
    /** Done; go on. */
    record Ready<T>(T value) implements Step<T> {}

    /** No further. */
    record Blocked<T>(Obstacle obstacle) implements Step<T> {}

    static <T> Step<T> ready(T value) {
        return new Ready<>(value);
    }

    /** The driver was asked nothing wrong, the claim or its class is: final until one of them changes. */
    static <T> Step<T> finished(String message) {
        return new Blocked<>(Obstacle.finished(message));
    }

    /** Something the attempt needs is not there yet. */
    static <T> Step<T> noChange(String message) {
        return new Blocked<>(Obstacle.noChange(message));
    }

    /** The step after this one, unless this one is blocked. */
    default <U> Step<U> then(Function<? super T, Step<U>> next) {
        return switch (this) {
            case Ready<T>(var value) -> next.apply(value);
            case Blocked<T>(var obstacle) -> new Blocked<>(obstacle);
        };
    }
}
