package io.csi4j.sidecar.metrics;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/** The names Go gives to gRPC codes, which dashboards select by: contract common.md, section 6. */
final class GoStatus {
    private static final String NOT_GRPC = "unknown-non-grpc";

    private GoStatus() {}

    static String of(Status.Code code) {
        return switch (code) {
            case OK -> "OK";
            case CANCELLED -> "Canceled";
            case UNKNOWN -> "Unknown";
            case INVALID_ARGUMENT -> "InvalidArgument";
            case DEADLINE_EXCEEDED -> "DeadlineExceeded";
            case NOT_FOUND -> "NotFound";
            case ALREADY_EXISTS -> "AlreadyExists";
            case PERMISSION_DENIED -> "PermissionDenied";
            case RESOURCE_EXHAUSTED -> "ResourceExhausted";
            case FAILED_PRECONDITION -> "FailedPrecondition";
            case ABORTED -> "Aborted";
            case OUT_OF_RANGE -> "OutOfRange";
            case UNIMPLEMENTED -> "Unimplemented";
            case INTERNAL -> "Internal";
            case UNAVAILABLE -> "Unavailable";
            case DATA_LOSS -> "DataLoss";
            case UNAUTHENTICATED -> "Unauthenticated";
        };
    }

    static String of(@Nullable Throwable failure) {
        if (failure == null) {
            return of(Status.Code.OK);
        }
        if (failure instanceof StatusRuntimeException status) {
            return of(status.getStatus().getCode());
        }
        return failure instanceof StatusException status ? of(status.getStatus().getCode()) : NOT_GRPC;
    }
}
