package io.csi4j.e2e.demo;

/** A step of the demo that did not end as told. */
final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String step;
    private final String reason;

    StepFailed(String step, Exception cause) {
        super(step, cause);
        this.step = step;
        this.reason = String.valueOf(cause.getMessage());
    }

    String step() {
        return step;
    }

    String reason() {
        return reason;
    }
}
