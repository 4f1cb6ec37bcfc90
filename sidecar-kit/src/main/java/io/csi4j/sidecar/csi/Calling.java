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
        return call(new Line(channel, CallOptions.DEFAULT), call, method, request, timeout);
    }

    /** As above. */
    static <Q, R> Outcome<R> call(Line line, CsiCall call, MethodDescriptor<Q, R> method, Q request, Duration timeout) {
        CallOptions options = line.options().withDeadlineAfter(timeout);
        try {
            return new Outcome.Done<>(
                    ClientCalls.blockingUnaryCall(line.channel().grpc(), method, options, request));
        } catch (StatusRuntimeException failure) {
            return Outcome.failed(call, line.channel().settled(failure.getStatus()));
        }
    }

    /** A channel, and what each call over it tells the channel's interceptors. */
    record Line(DriverChannel channel, CallOptions options) {}
}
