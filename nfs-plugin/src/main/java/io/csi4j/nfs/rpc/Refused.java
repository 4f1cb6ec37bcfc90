package io.csi4j.nfs.rpc;

import io.grpc.Status;

/** An RPC is answered with an error: a code, and a text for the user. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final Status.Code code;

    public Refused(Status.Code code, String message) {
        super(message);
        this.code = code;
    }

    public Refused(Status.Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public static Refused invalid(String message) {
        return new Refused(Status.Code.INVALID_ARGUMENT, message);
    }

    Status status() {
        return code.toStatus().withDescription(getMessage());
    }
}
