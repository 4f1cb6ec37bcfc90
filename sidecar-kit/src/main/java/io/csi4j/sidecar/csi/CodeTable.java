package io.csi4j.sidecar.csi;

import io.grpc.Status;

/**
 * What each gRPC code means for each call: the only place that says it.
 *
 * <p>The ground rule is the CSI specification's: a call that was cut off, timed out, did not arrive or runs into
 * another one for the same volume may still be at work; every other code is the driver's last word. Deviations:
 *
 * <ul>
 *   <li>{@code CreateVolume} that lacks room is final, as another node or segment may have some (contract
 *       external-provisioner.md, 7.1). Elsewhere the same code means "busy" and stays uncertain, as upstream's
 *       attacher and resizer have it.
 *   <li>Arguments that can never work go to the slow set: {@code INVALID_ARGUMENT} when a volume is created, expanded
 *       or modified (external-provisioner.md, 7.3; external-resizer.md, 4.3 and 7.3); for an expansion also
 *       {@code OUT_OF_RANGE} and {@code NOT_FOUND}. A modification keeps those two as plainly final.
 *   <li>{@code NOT_FOUND} is no success of a deletion or a detach: the driver has to answer OK for what is gone
 *       (external-provisioner.md, 8.2; external-attacher.md, 4.3).
 *   <li>{@code FAILED_PRECONDITION} of an expansion ("in use") is plainly final here; the resizer looks at the code.
 * </ul>
 */
public final class CodeTable {
    private CodeTable() {}

    /** The cell of that call and code. */
    public static Verdict of(CsiCall call, Status.Code code) {
        return switch (code) {
            case OK -> Verdict.DONE;
            case CANCELLED, DEADLINE_EXCEEDED, UNAVAILABLE, ABORTED -> Verdict.UNCERTAIN;
            case RESOURCE_EXHAUSTED -> call == CsiCall.CREATE_VOLUME ? Verdict.EXHAUSTED : Verdict.UNCERTAIN;
            case INVALID_ARGUMENT -> canBeInfeasible(call) ? Verdict.INFEASIBLE : Verdict.FINAL;
            case OUT_OF_RANGE, NOT_FOUND ->
                call == CsiCall.CONTROLLER_EXPAND_VOLUME ? Verdict.INFEASIBLE : Verdict.FINAL;
            case UNKNOWN,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    UNIMPLEMENTED,
                    INTERNAL,
                    DATA_LOSS,
                    UNAUTHENTICATED -> Verdict.FINAL;
        };
    }

    private static boolean canBeInfeasible(CsiCall call) {
        return switch (call) {
            case CREATE_VOLUME, CONTROLLER_EXPAND_VOLUME, CONTROLLER_MODIFY_VOLUME -> true;
            case GET_PLUGIN_INFO,
                    GET_PLUGIN_CAPABILITIES,
                    PROBE,
                    CONTROLLER_GET_CAPABILITIES,
                    DELETE_VOLUME,
                    CONTROLLER_PUBLISH_VOLUME,
                    CONTROLLER_UNPUBLISH_VOLUME,
                    VALIDATE_VOLUME_CAPABILITIES,
                    LIST_VOLUMES,
                    GET_CAPACITY,
                    CREATE_SNAPSHOT,
                    DELETE_SNAPSHOT,
                    LIST_SNAPSHOTS,
                    NODE_GET_INFO,
                    NODE_GET_CAPABILITIES -> false;
        };
    }
}
