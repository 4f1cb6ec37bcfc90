package io.csi4j.testkit.driver;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** Ends a unary call. */
final class Answers {
    private Answers() {}

    static <T> void send(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }

    static void fail(StreamObserver<?> answer, Status.Code code, String message) {
        answer.onError(code.toStatus().withDescription(message).asRuntimeException());
    }
}
