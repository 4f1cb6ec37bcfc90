package io.csi4j.sidecar.csi;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.grpc.Status;
import java.util.function.Function;

/**
 * What a driver answered to one call, judged by {@link CodeTable}: a caller to whom failures differ switches over it
 * without default. On the way to a program's start nobody does: each first switch over types costs milliseconds.
 *
 * @param <T> the reply of the call
 */
public sealed interface Outcome<T> {
    /** The driver did it. */
    record Done<T>(T value) implements Outcome<T> {
        @Override
        public Status status() {
            return Status.OK;
        }
    }

    /** Final: the driver is not working on it and will not; {@code why} says what that asks of the caller. */
    record Refused<T>(Refusal why, Status status) implements Outcome<T> {}

    /** The driver may still be working on it: repeat with the very same arguments. */
    record Uncertain<T>(Status status) implements Outcome<T> {}

    /** What the driver said, OK if it did it. */
    Status status();

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
        return then(value -> new Done<>(reply.apply(value)));
    }

    /** What comes of the next call when this one is done; a failure stays what it is. */
    default <R> Outcome<R> then(Function<? super T, ? extends Outcome<R>> next) {
        if (this instanceof Done<T>(var value)) {
            return next.apply(value);
        }
        return this instanceof Refused<T>(var why, var status) ? new Refused<>(why, status) : new Uncertain<>(status());
    }

    /**
     * The reply of a call without which a program cannot start.
     *
     * @param call its name, for the message
     * @throws StartupException with exit 1 for any other outcome
     */
    default T need(String call) {
        if (this instanceof Done<T>(var value)) {
            return value;
        }
        throw new StartupException(Exit.FAILURE, call + " failed: " + GrpcText.of(status()));
    }
}
