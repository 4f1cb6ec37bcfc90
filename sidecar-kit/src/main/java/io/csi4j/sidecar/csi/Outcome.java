package io.csi4j.sidecar.csi;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.grpc.Status;
import java.util.function.Function;

/**
 * What a driver answered to one call, judged by {@link CodeTable}: the caller switches over it without default.
 *
 * @param <T> the reply of the call
 */
public sealed interface Outcome<T> {
    /** The driver did it. */
    record Done<T>(T value) implements Outcome<T> {}

    /** Final: the driver is not working on it and will not; {@code why} says what that asks of the caller. */
    record Refused<T>(Refusal why, Status status) implements Outcome<T> {}

    /** The driver may still be working on it: repeat with the very same arguments. */
    record Uncertain<T>(Status status) implements Outcome<T> {}

    /** The outcome of a call that failed with that status. */
    static <T> Outcome<T> failed(CsiCall call, Status status) {
        return switch (CodeTable.of(call, status.getCode())) {
            case UNCERTAIN -> new Uncertain<>(status);
            case FINAL -> new Refused<>(Refusal.FINAL, status);
            case INFEASIBLE -> new Refused<>(Refusal.INFEASIBLE, status);
            case EXHAUSTED -> new Refused<>(Refusal.EXHAUSTED, status);
            case DONE -> throw new IllegalArgumentException("need a failure of " + call + ", got " + status);
        };
    }

    /** The same outcome with another reply; a failure stays what it is. */
    default <R> Outcome<R> map(Function<? super T, ? extends R> reply) {
        return switch (this) {
            case Done<T>(var value) -> new Done<>(reply.apply(value));
            case Refused<T>(var why, var status) -> new Refused<>(why, status);
            case Uncertain<T>(var status) -> new Uncertain<>(status);
        };
    }

    /**
     * The reply of a call without which a program cannot start.
     *
     * @param call its name, for the message
     * @throws StartupException with exit 1 for any other outcome
     */
    default T need(String call) {
        return switch (this) {
            case Done<T>(var value) -> value;
            case Refused<T>(var why, var status) -> throw missing(call, status);
            case Uncertain<T>(var status) -> throw missing(call, status);
        };
    }

    private static StartupException missing(String call, Status status) {
        return new StartupException(Exit.FAILURE, call + " failed: " + GrpcText.of(status));
    }
}
