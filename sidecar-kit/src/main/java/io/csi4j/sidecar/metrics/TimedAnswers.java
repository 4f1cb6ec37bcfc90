package io.csi4j.sidecar.metrics;

import io.csi4j.sidecar.launch.Ticker;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Times answers from the arrival of a call to its status, or to its cancellation. */
record TimedAnswers(OperationMetrics metrics, Ticker ticker) implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Once once = new Once(ticker.nanoTime(), "/" + call.getMethodDescriptor().getFullMethodName());
        ServerCall<Q, A> timed = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                once.count(status.getCode());
                super.close(status, trailers);
            }
        };
        return new SimpleForwardingServerCallListener<>(next.startCall(timed, headers)) {
            @Override
            public void onCancel() {
                once.count(Status.Code.CANCELLED);
                super.onCancel();
            }
        };
    }

    /** One sample a call, whichever end comes first. */
    private final class Once {
        private final AtomicBoolean counted = new AtomicBoolean();
        private final long begin;
        private final String method;

        Once(long begin, String method) {
            this.begin = begin;
            this.method = method;
        }

        void count(Status.Code code) {
            if (counted.compareAndSet(false, true)) {
                metrics.count(method, code, Duration.ofNanos(ticker.nanoTime() - begin));
            }
        }
    }
}
