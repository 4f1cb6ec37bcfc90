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

    static String of(Status.Code code) {
        return GrpcText.codeName(code);
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
