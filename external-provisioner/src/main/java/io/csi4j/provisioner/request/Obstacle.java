package io.csi4j.provisioner.request;

/**
 * Why an attempt went no further.
 *
 * @param state what the next attempt must know
 * @param message for the claim's event: what was expected, what was found
 */
public record Obstacle(State state, String message) {
    public static Obstacle finished(String message) {
        return new Obstacle(State.FINISHED, message);
    }

    public static Obstacle noChange(String message) {
        return new Obstacle(State.NO_CHANGE, message);
    }
}
