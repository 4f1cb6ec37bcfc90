package io.csi4j.nfs.rpc;

import com.google.protobuf.Message;
import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.log.Sanitizer;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;

/**
 * Logs every call and its answer without secrets (contract section 1): at level 2, the frequent ones at 8, empty
 * answers from 6 on, errors always.
 */
public final class ServerCallLog implements ServerInterceptor {
    private static final Log LOG = Log.of(ServerCallLog.class);
    private static final int USUAL = 2;
    private static final int EMPTY_ANSWERS = 6;
    private static final int FREQUENT = 8;
    private static final Set<String> FREQUENT_METHODS =
            Set.of("csi.v1.Identity/Probe", "csi.v1.Node/NodeGetCapabilities", "csi.v1.Node/NodeGetVolumeStats");

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        MethodDescriptor<?, ?> method = call.getMethodDescriptor();
        int level = levelOf(method);
        ServerCall.Listener<Q> listener = next.startCall(new LoggedAnswer<>(call, level), headers);
        return LOG.enabled(level) ? new LoggedRequest<>(listener, method, level) : listener;
    }

    static int levelOf(MethodDescriptor<?, ?> method) {
        return FREQUENT_METHODS.contains(method.getFullMethodName()) ? FREQUENT : USUAL;
    }

    private static String nameOf(MethodDescriptor<?, ?> method) {
        return "/" + method.getFullMethodName();
    }

    /** @param level of the call */
    static int levelOfAnswer(int level, Object answer) {
        boolean isEmpty = answer instanceof Message message && message.getSerializedSize() == 0;
        return isEmpty ? Math.max(level, EMPTY_ANSWERS) : level;
    }

    private static final class LoggedRequest<Q> extends SimpleForwardingServerCallListener<Q> {
        private final MethodDescriptor<?, ?> method;
        private final int level;

        LoggedRequest(ServerCall.Listener<Q> listener, MethodDescriptor<?, ?> method, int level) {
            super(listener);
            this.method = method;
            this.level = level;
        }

        @Override
        public void onMessage(Q request) {
            LOG.v(level).info("gRPC call", "method", nameOf(method), "request", Sanitizer.lazy(request));
            super.onMessage(request);
        }
    }

    private static final class LoggedAnswer<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private final int level;

        LoggedAnswer(ServerCall<Q, R> call, int level) {
            super(call);
            this.level = level;
        }

        @Override
        public void sendMessage(R answer) {
            if (LOG.enabled(level)) {
                String method = nameOf(getMethodDescriptor());
                LOG.v(levelOfAnswer(level, answer))
                        .info("gRPC answer", "method", method, "response", Sanitizer.lazy(answer));
            }
            super.sendMessage(answer);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!status.isOk()) {
                LOG.error(
                        null,
                        "gRPC error",
                        "method",
                        nameOf(getMethodDescriptor()),
                        "code",
                        status.getCode().toString(),
                        "message",
                        status.getDescription());
            }
            super.close(status, trailers);
        }
    }
}
