package io.csi4j.controller.api;

import java.time.Duration;

/**
 * What the API server answered to one request.
 *
 * @param <T> the object asked for or written
 */
public sealed interface Reply<T> {
    /** The object as it stands now. */
    record Found<T>(T value) implements Reply<T> {}

    /** 404: no such object (or no such resource). */
    record Absent<T>() implements Reply<T> {}

    /** 409 on a write: somebody else wrote in between. */
    record Conflict<T>(String message) implements Reply<T> {}

    /** 409 AlreadyExists on a create. */
    record Exists<T>() implements Reply<T> {}

    /** Any other 4xx: the request itself is not acceptable; {@code reason} is the API's, e.g. Invalid, Forbidden. */
    record Rejected<T>(int code, String reason, String message) implements Reply<T> {}

    /**
     * No answer, 429 or 5xx: the same request may work later.
     *
     * @param retryAfter what the server asked to wait, zero if it said nothing
     */
    record Unreachable<T>(String message, Duration retryAfter) implements Reply<T> {}

    /** Why there is no object, in words; empty if there is one. */
    default String problem() {
        return switch (this) {
            case Found<T> _ -> "";
            case Absent<T> _ -> "not found";
            case Exists<T> _ -> "already exists";
            case Conflict<T>(var message) -> message;
            case Rejected<T>(var code, var reason, var message) -> reason + ": " + message;
            case Unreachable<T>(var message, var retryAfter) -> message;
        };
    }
}
