package io.csi4j.provisioner.request;

/** What a failed attempt leaves behind at the driver, and so what the next attempt must do (contract 7). */
public enum State {
    /** Nothing is left and nobody is working on it: the next attempt may ask for something else. */
    FINISHED,
    /** The driver may still be working on it: the next attempt repeats the same call, even if the claim is gone. */
    IN_BACKGROUND,
    /** The driver was not asked: whatever an earlier attempt left stays true. */
    NO_CHANGE,
    /** Nothing is left, and another node may do where this one did not. */
    RESCHEDULE
}
