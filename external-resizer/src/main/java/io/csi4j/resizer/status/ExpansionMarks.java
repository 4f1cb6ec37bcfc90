package io.csi4j.resizer.status;

import static io.csi4j.resizer.status.ConditionTypes.CONTROLLER_ERROR;
import static io.csi4j.resizer.status.ConditionTypes.FILE_SYSTEM_PENDING;
import static io.csi4j.resizer.status.ConditionTypes.RESIZING;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Quantity;
import java.time.Instant;

/**
 * What a claim says at each step of its expansion: contract external-resizer.md, 4.2, 4.3 and 5.
 *
 * @param recovers whether the fields for recovery from failed expansions are written
 */
public record ExpansionMarks(boolean recovers) {
    /** The controller begins, or goes on with, an expansion to that size. */
    public ClaimEdit started(Claim claim, Quantity size, Instant now) {
        var edit = ClaimEdit.of(claim, now).holds(RESIZING, "");
        if (!recovers) {
            return edit.withoutResizeConditionsBut(RESIZING);
        }
        boolean isNew = !size.equals(claim.status().allocated());
        edit.allocated(size).withoutAnnotation(Annotations.NODE_EXPANSION_NOT_REQUIRED);
        return isNew
                ? edit.resizeStatus(ResizeStatus.CONTROLLER_IN_PROGRESS).withoutResizeConditionsBut(RESIZING)
                : edit;
    }

    /**
     * The driver refused for good.
     *
     * @param infeasible that size can never work
     */
    public ClaimEdit refused(Claim claim, boolean infeasible, String message, Instant now) {
        var edit = ClaimEdit.of(claim, now).unguarded();
        if (!recovers) {
            return edit;
        }
        edit.holds(CONTROLLER_ERROR, message);
        return infeasible ? edit.resizeStatus(ResizeStatus.CONTROLLER_INFEASIBLE) : edit;
    }

    /** The node has to finish. */
    public ClaimEdit pendingOnNode(Claim claim, Instant now) {
        var edit = ClaimEdit.of(claim, now).holds(FILE_SYSTEM_PENDING, "waiting for the node to finish the expansion");
        return recovers
                ? edit.resizeStatus(ResizeStatus.NODE_PENDING)
                        .withoutAnnotation(Annotations.NODE_EXPANSION_NOT_REQUIRED)
                : edit.withoutResizeConditionsBut(FILE_SYSTEM_PENDING);
    }

    /** The volume has that size and nobody has to do anything more. */
    public ClaimEdit finished(Claim claim, Quantity size, Instant now) {
        var edit = ClaimEdit.of(claim, now).capacity(size).withoutResizeConditionsBut("");
        return recovers
                ? edit.resizeStatus(ResizeStatus.NONE).annotated(Annotations.NODE_EXPANSION_NOT_REQUIRED, "true")
                : edit;
    }
}
