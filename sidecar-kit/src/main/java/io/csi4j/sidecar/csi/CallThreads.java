package io.csi4j.sidecar.csi;

import io.csi4j.sidecar.log.Log;
import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives every call one virtual thread, in which its request is looked at and its body runs, and may block. What gRPC
 * itself has to do for a call is short and stays on the network's thread: an executor would get a task, and so a thread,
 * for each of its half a dozen events.
 */
final class CallThreads implements ServerInterceptor {
    private static final Log LOG = Log.of(CallThreads.class);

    private final ThreadFactory threads = Thread.ofVirtual().name("rpc-", 0).factory();

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            // No method of the drivers' protocols is one of these.
            throw new IllegalArgumentException(
                    "streams requests: " + call.getMethodDescriptor().getFullMethodName());
        }
        return new OneRequest<>(call, next.startCall(call, headers));
    }

    /** Keeps the request until it is known to be the only one. The network's thread calls it, one event at a time. */
    private final class OneRequest<Q, R> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, R> call;
        private @Nullable Q request;

        OneRequest(ServerCall<Q, R> call, ServerCall.Listener<Q> listener) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            request = message;
        }

        @Override
        public void onHalfClose() {
            Q message = request;
            threads.newThread(Context.current().wrap(() -> serve(message))).start();
        }

        private void serve(@Nullable Q message) {
            try {
                if (message != null) {
                    super.onMessage(message);
                }
                super.onHalfClose();
            } catch (RuntimeException bug) {
                LOG.bug(bug, "call failed", "method", call.getMethodDescriptor().getFullMethodName());
                end();
            }
        }

        private void end() {
            try {
                call.close(Status.UNKNOWN.withDescription("the driver failed"), new Metadata());
            } catch (IllegalStateException closed) {
                LOG.v(5).info("call had its answer before", "reason", closed.getMessage());
            }
        }
    }
}
