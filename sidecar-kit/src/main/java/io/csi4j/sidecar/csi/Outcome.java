package io.csi4j.sidecar.csi;

import io.grpc.Status;

/**
 * What a driver answered to one call, judged by {@code CodeTable}: the caller switches over it without default.
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
}
