package io.csi4j.nfs.rpc;

import io.csi4j.sidecar.log.Log;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** Runs the body of an RPC and sends what comes of it: the answer, the refusal, or Internal for a bug. */
public final class Answers {
    private static final Log LOG = Log.of(Answers.class);

    /** The body of an RPC; blocks as it likes, on the virtual thread of its call. */
    @FunctionalInterface
    public interface Body<R> {
        R answer() throws Refused;
    }

    private Answers() {}

    /** Sends the answer of the body, or its refusal. */
    public static <R> void send(StreamObserver<R> caller, Body<R> body) {
        R answer;
        try {
            answer = body.answer();
        } catch (Refused refused) {
            caller.onError(refused.status().asException());
            return;
        } catch (RuntimeException bug) {
            LOG.bug(bug, "RPC failed");
            caller.onError(Status.INTERNAL.withDescription(bug.toString()).asException());
            return;
        }
        caller.onNext(answer);
        caller.onCompleted();
    }
}
