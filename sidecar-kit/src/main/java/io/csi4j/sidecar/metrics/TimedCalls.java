package io.csi4j.sidecar.metrics;

import io.csi4j.sidecar.launch.Ticker;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;

/** Times calls from their start to their status. */
record TimedCalls(OperationMetrics metrics, Ticker ticker) implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        String name = "/" + method.getFullMethodName();
        boolean migrated = options.getOption(OperationMetrics.MIGRATED);
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                long begin = ticker.nanoTime();
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                Duration took = Duration.ofNanos(ticker.nanoTime() - begin);
                                metrics.count(name, status.getCode(), took, migrated);
                                super.onClose(status, trailers);
                            }
                        },
                        headers);
            }
        };
    }
}
