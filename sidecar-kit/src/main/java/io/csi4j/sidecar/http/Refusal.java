package io.csi4j.sidecar.http;

/** The bytes of a caller are no request we understand; it gets the status, then the connection ends. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String reason) {
        super(reason);
        this.status = status;
    }

    Answer answer() {
        return Answer.text(status, status + " " + getMessage() + "\n");
    }
}
