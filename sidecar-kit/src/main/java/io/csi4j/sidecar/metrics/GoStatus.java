package io.csi4j.sidecar.metrics;

import io.csi4j.sidecar.csi.GrpcText;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/** How the outcome of a call is named in a metric, which dashboards select by: contract common.md, section 6. */
final class GoStatus {
    private static final String NOT_GRPC = "unknown-non-grpc";

    private GoStatus() {}

    static String of(@Nullable Throwable failure) {
        if (failure == null) {
            return GrpcText.codeName(Status.Code.OK);
        }
        if (failure instanceof StatusRuntimeException status) {
            return GrpcText.codeName(status.getStatus().getCode());
        }
        return failure instanceof StatusException status
                ? GrpcText.codeName(status.getStatus().getCode())
                : NOT_GRPC;
    }
}
