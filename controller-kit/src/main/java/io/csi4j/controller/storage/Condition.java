package io.csi4j.controller.storage;

/**
 * One entry of a claim's {@code status.conditions}; at most one of a type.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param lastProbeTime RFC 3339, empty if never set
 * @param lastTransitionTime RFC 3339, empty if never set
 */
public record Condition(
        String type, String status, String reason, String message, String lastProbeTime, String lastTransitionTime) {
    public boolean isTrue() {
        return status.equals("True");
    }
}
