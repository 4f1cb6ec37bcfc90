package io.csi4j.testkit.driver;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import io.csi4j.testkit.Faults;
import io.csi4j.testkit.Faults.Fault;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Stands before the services: records every request, does wrong what is wished, and edits replies. */
final class FaultyCalls implements ServerInterceptor {
    private final Faults<DriverCall, Status> faults;
    private final Consumer<DriverCall> recorder;
    private final UnaryOperator<Edit> editor;

    FaultyCalls(Faults<DriverCall, Status> faults, Consumer<DriverCall> recorder, UnaryOperator<Edit> editor) {
        this.faults = faults;
        this.recorder = recorder;
        this.editor = editor;
    }

    /** A reply on its way. */
    record Edit(DriverCall call, Message reply) {}

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Replies<Q, R> replies = new Replies<>(call, editor);
        return new Requests<>(next.startCall(replies, headers), replies);
    }

    private final class Requests<Q, R> extends SimpleForwardingServerCallListener<Q> {
        private final Replies<Q, R> replies;
        private boolean refused;

        Requests(ServerCall.Listener<Q> next, Replies<Q, R> replies) {
            super(next);
            this.replies = replies;
        }

        @Override
        public void onMessage(Q request) {
            String method = String.valueOf(replies.getMethodDescriptor().getBareMethodName());
            DriverCall call = new DriverCall(method, (Message) request);
            replies.call = call;
            recorder.accept(call);
            switch (faults.next(call)) {
                case Fault.None<Status>() -> super.onMessage(request);
                case Fault.Fail<Status>(Status status) -> {
                    refused = true;
                    replies.close(status, new Metadata());
                }
                case Fault.LoseReply<Status>() -> {
                    replies.lost = true;
                    super.onMessage(request);
                }
                case Fault.Held<Status>(Faults.Hold hold) -> {
                    pass(hold);
                    super.onMessage(request);
                }
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }

        private static void pass(Faults.Hold hold) {
            try {
                hold.pass();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Replies<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private static final Status GONE = Status.UNAVAILABLE.withDescription("the connection broke");

        private final UnaryOperator<Edit> editor;
        private DriverCall call = new DriverCall("", Empty.getDefaultInstance());
        private boolean lost;

        Replies(ServerCall<Q, R> next, UnaryOperator<Edit> editor) {
            super(next);
            this.editor = editor;
        }

        @Override
        public void sendMessage(R reply) {
            if (!lost) {
                @SuppressWarnings("unchecked") // the editor answers a reply of the type it was given
                R edited = (R) editor.apply(new Edit(call, (Message) reply)).reply();
                super.sendMessage(edited);
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            super.close(lost ? GONE : status, trailers);
        }
    }
}
