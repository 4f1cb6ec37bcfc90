package io.csi4j.resizer.claim;

import io.csi4j.controller.api.Reply;
import java.util.function.Function;

/**
 * What one step of a pass came to: a value for the next step, or the obstacle that ends the pass.
 *
 * @param <T> what the next step needs
 */
public sealed interface Step<T> {
    /** Done; go on. */
    record Ready<T>(T value) implements Step<T> {}

    /**
     * No further; try again later.
     *
     * @param conflict somebody else wrote in between, which is nothing to tell users of
     */
    record Blocked<T>(String message, boolean conflict) implements Step<T> {}

    static <T> Step<T> ready(T value) {
        return new Ready<>(value);
    }

    static <T> Step<T> blocked(String message) {
        return new Blocked<>(message, false);
    }

    /**
     * What an answer of the API server comes to.
     *
     * @param doing what was tried, for the message: {@code read secret a/b}
     */
    static <T> Step<T> of(Reply<T> reply, String doing) {
        return reply instanceof Reply.Found<T>(var value)
                ? ready(value)
                : new Blocked<>("cannot " + doing + ": " + reply.problem(), reply instanceof Reply.Conflict<T>);
    }

    /** The step after this one, unless this one is blocked. */
    default <U> Step<U> then(Function<? super T, Step<U>> next) {
        return switch (this) {
            case Ready<T>(var value) -> next.apply(value);
            case Blocked<T>(var message, var conflict) -> new Blocked<>(message, conflict);
        };
    }
}
