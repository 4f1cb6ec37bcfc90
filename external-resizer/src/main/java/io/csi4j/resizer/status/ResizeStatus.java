package io.csi4j.resizer.status;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.WireName;
import org.jspecify.annotations.Nullable;

/** How far an expansion is: {@code status.allocatedResourceStatuses[storage]} of a claim. */
public enum ResizeStatus implements WireName {
    NONE(""),
    CONTROLLER_IN_PROGRESS("ControllerResizeInProgress"),
    CONTROLLER_INFEASIBLE("ControllerResizeInfeasible"),
    NODE_PENDING("NodeResizePending"),
    NODE_IN_PROGRESS("NodeResizeInProgress"),
    NODE_INFEASIBLE("NodeResizeInfeasible"),
    /** Newer than this program. */
    OTHER("?");

    private final String wireName;

    ResizeStatus(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    public static ResizeStatus of(Claim claim) {
        @Nullable String text = claim.status().allocatedStatus();
        return text == null ? NONE : WireName.find(values(), text).orElse(OTHER);
    }

    /** Whether this program writes it: such a change is no news to it. */
    public boolean isOurs() {
        return this == CONTROLLER_IN_PROGRESS || this == CONTROLLER_INFEASIBLE;
    }
}
