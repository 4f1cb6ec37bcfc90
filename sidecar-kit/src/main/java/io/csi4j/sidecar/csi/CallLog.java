package io.csi4j.sidecar.csi;

import io.csi4j.sidecar.log.Log;
import io.csi4j.sidecar.log.Sanitizer;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes each call and its answer from {@code -v=5} on, without secrets; below that level it costs nothing. Contract
 * common.md, section 4.
 */
final class CallLog implements ClientInterceptor {
    private static final Log LOG = Log.of(CallLog.class);
    private static final int LEVEL = 5;

    private final UnaryOperator<Status> settled;
    private final int maxBytes;

    /**
     * @param settled gives a status its constant text
     * @param maxBytes where a response is cut; zero or less: never
     */
    CallLog(UnaryOperator<Status> settled, int maxBytes) {
        this.settled = settled;
        this.maxBytes = maxBytes;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        ClientCall<Q, R> call = next.newCall(method, options);
        return LOG.enabled(LEVEL) ? new Logged<>(call, "/" + method.getFullMethodName()) : call;
    }

    private final class Logged<Q, R> extends SimpleForwardingClientCall<Q, R> {
        private final String method;
        private @Nullable R response;

        Logged(ClientCall<Q, R> call, String method) {
            super(call);
            this.method = method;
        }

        @Override
        public void sendMessage(Q request) {
            LOG.v(LEVEL).info("gRPC call", "method", method, "request", Sanitizer.lazy(request));
            super.sendMessage(request);
        }

        @Override
        public void start(Listener<R> answer, Metadata headers) {
            super.start(
                    new SimpleForwardingClientCallListener<R>(answer) {
                        @Override
                        public void onMessage(R message) {
                            response = message;
                            super.onMessage(message);
                        }

                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            ended(status);
                            super.onClose(status, trailers);
                        }
                    },
                    headers);
        }

        private void ended(Status status) {
            LOG.v(LEVEL)
                    .info(
                            "gRPC response",
                            "method",
                            method,
                            "response",
                            response == null ? "{}" : cut(Sanitizer.json(response), maxBytes),
                            "err",
                            status.isOk() ? null : GrpcText.of(settled.apply(status)));
        }
    }

    /** The text's first bytes, whole characters only, and a note if something is missing. */
    static String cut(String text, int maxBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (maxBytes <= 0 || bytes.length <= maxBytes) {
            return text;
        }
        int end = maxBytes;
        // Continuation bytes of UTF-8 are 10xxxxxx.
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + " [cut at " + maxBytes + " bytes]";
    }
}
