package io.csi4j.attacher.request;

import io.csi4j.sidecar.csi.GrpcText;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt went no further.
 *
 * @param message for the attachment's status: what was expected, what was found
 * @param code the gRPC code as a number, null if the problem is no answer of the driver
 */
public record Problem(String message, @Nullable Integer code) {
    public static Problem of(String message) {
        return new Problem(message, null);
    }

    /** What the driver answered. */
    public static Problem of(Status status) {
        return new Problem(GrpcText.of(status), status.getCode().value());
    }
}
