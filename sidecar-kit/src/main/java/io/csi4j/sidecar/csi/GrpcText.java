package io.csi4j.sidecar.csi;

import io.grpc.Status;

/**
 * A gRPC status in the words of upstream's Go: events, conditions and metrics show it, and tools search for it.
 *
 * <p>What this side itself makes of a broken or late call gets a constant text, because equal events are counted and
 * unequal ones pile up.
 */
public final class GrpcText {
    /** What Go says for an expired deadline, whoever noticed it. */
    private static final String DEADLINE = "context deadline exceeded";

    private GrpcText() {}

    /** {@code rpc error: code = NotFound desc = no such volume}. */
    public static String of(Status status) {
        return "rpc error: code = " + codeName(status.getCode()) + " desc = " + description(status);
    }

    /** The driver's text alone, empty if it gave none. */
    public static String description(Status status) {
        String text = status.getDescription();
        return text == null ? "" : text;
    }

    /** The name that Go gives the code: {@code OK}, {@code Canceled}, {@code DeadlineExceeded}... */
    public static String codeName(Status.Code code) {
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

    /** The status with a constant text if this side made it; the driver's own words stay as they are. */
    static Status settled(Status status, DriverAddress address) {
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED -> isOurDeadline(description(status)) ? status.withDescription(DEADLINE) : status;
            case UNAVAILABLE ->
                status.getCause() == null
                        ? status
                        : status.withDescription(
                                "cannot reach the driver at " + address + ": " + DialTrace.reason(status.getCause()));
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    INTERNAL,
                    DATA_LOSS,
                    UNAUTHENTICATED -> status;
        };
    }

    // grpc-java names the deadline, the time that passed and what it waited for: another text every time.
    private static boolean isOurDeadline(String text) {
        return text.startsWith("CallOptions deadline exceeded")
                || text.startsWith("Context deadline exceeded")
                || text.startsWith("ClientCall started after");
    }
}
