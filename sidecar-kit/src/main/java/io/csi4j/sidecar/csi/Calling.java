package io.csi4j.sidecar.csi;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;

/** One blocking call with a deadline: gRPC's exception ends here. */
final class Calling {
    private Calling() {}

    /**
     * Calls the driver and waits. An interrupt of the calling thread cancels the call, which is then uncertain, and
     * leaves the thread interrupted.
     *
     * @param timeout zero or negative: expired at once, as in Go
     */
    static <Q, R> Outcome<R> call(
            DriverChannel channel, CsiCall call, MethodDescriptor<Q, R> method, Q request, Duration timeout) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(timeout);
        try {
            return new Outcome.Done<>(ClientCalls.blockingUnaryCall(channel.grpc(), method, options, request));
        } catch (StatusRuntimeException failure) {
            return Outcome.failed(call, channel.settled(failure.getStatus()));
        }
    }
}
