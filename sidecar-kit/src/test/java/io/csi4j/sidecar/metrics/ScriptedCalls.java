package io.csi4j.sidecar.metrics;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Calls without a network, which end as the test says. */
final class ScriptedCalls {
    static final String METHOD = "/csi.v1.Identity/Probe";

    private static final MethodDescriptor<String, String> DESCRIPTOR = MethodDescriptor.<String, String>newBuilder(
                    new Text(), new Text())
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(METHOD.substring(1))
            .build();

    private ScriptedCalls() {}

    /** One call through the interceptor, which the driver ends with that status. */
    static void call(ClientInterceptor interceptor, CallOptions options, Status end) {
        ClientCall<String, String> call = interceptor.interceptCall(DESCRIPTOR, options, new OneCallChannel(end));
        call.start(new ClientCall.Listener<>() {}, new Metadata());
    }

    /** One answer through the interceptor, after the caller went away or not. */
    static void answer(ServerInterceptor interceptor, Status end, boolean cancelled) {
        OneAnswer answer = new OneAnswer();
        var listener =
                interceptor.interceptCall(answer, new Metadata(), (call, headers) -> new ServerCall.Listener<>() {
                    @Override
                    public void onCancel() {
                        call.close(end, new Metadata());
                    }

                    @Override
                    public void onHalfClose() {
                        call.close(end, new Metadata());
                    }
                });
        if (cancelled) {
            listener.onCancel();
        } else {
            listener.onHalfClose();
        }
    }

    private static final class OneCallChannel extends Channel {
        private final Status end;

        OneCallChannel(Status end) {
            this.end = end;
        }

        @Override
        public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
            return new ClientCall<>() {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    listener.onClose(end, new Metadata());
                }

                @Override
                public void request(int numMessages) {}

                @Override
                public void cancel(@Nullable String message, @Nullable Throwable cause) {}

                @Override
                public void halfClose() {}

                @Override
                public void sendMessage(Q message) {}
            };
        }

        @Override
        public String authority() {
            return "localhost";
        }
    }

    private static final class OneAnswer extends ServerCall<String, String> {
        @Override
        public void request(int numMessages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(String message) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<String, String> getMethodDescriptor() {
            return DESCRIPTOR;
        }

        @Override
        public Attributes getAttributes() {
            return Attributes.EMPTY;
        }
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        public String parse(InputStream stream) {
            return "";
        }
    }
}
