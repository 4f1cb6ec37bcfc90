package io.csi4j.resizer.status;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Condition;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.Volume;
import java.util.Objects;

/**
 * Which size a claim's volume shall be expanded to, if any: contract external-resizer.md, 4.1 and 5. Asked only for a
 * claim that requests more than it has.
 */
public sealed interface Goal {
    /** Expand to that size. */
    record Expand(Quantity size) implements Goal {}

    /** Nothing for the controller to do. */
    record Stop(String reason) implements Goal {}

    /**
     * The goal with recovery from failed expansions. An uncertain outcome pins the size that was tried until the driver
     * gives its verdict; after a final one the user's new, also smaller, size is taken.
     *
     * @param canExpand whether the controller expands, and not the node alone
     * @param failedForGood whether the last try of this claim had a final answer
     */
    static Goal of(Claim claim, Volume volume, boolean canExpand, boolean failedForGood) {
        Quantity requested = requested(claim);
        return volume.capacityBytes() < requested.bytes()
                ? ofSmallVolume(claim, volume, failedForGood)
                : ofGrownVolume(claim, canExpand);
    }

    /** The goal where failed expansions are not recovered from. */
    static Goal withoutRecovery(Claim claim, Volume volume) {
        Quantity requested = requested(claim);
        return volume.capacityBytes() >= requested.bytes() && isPendingOnNode(claim)
                ? new Stop("the node has to finish")
                : new Expand(requested);
    }

    private static Goal ofSmallVolume(Claim claim, Volume volume, boolean failedForGood) {
        return switch (ResizeStatus.of(claim)) {
            case NODE_INFEASIBLE -> new Expand(allocatedOrRequested(claim));
            case NODE_PENDING, NODE_IN_PROGRESS -> {
                Quantity size = allocatedOrRequested(claim);
                yield volume.capacityBytes() >= size.bytes()
                        ? new Stop("the node has to finish the size before")
                        : new Expand(size);
            }
            case CONTROLLER_IN_PROGRESS -> new Expand(failedForGood ? requested(claim) : allocatedOrRequested(claim));
            case NONE, CONTROLLER_INFEASIBLE, OTHER -> new Expand(requested(claim));
        };
    }

    private static Goal ofGrownVolume(Claim claim, boolean canExpand) {
        return switch (ResizeStatus.of(claim)) {
            case NODE_PENDING, NODE_IN_PROGRESS -> new Stop("the node has to finish");
            case NODE_INFEASIBLE -> new Expand(canExpand ? allocatedOrRequested(claim) : requested(claim));
            case CONTROLLER_IN_PROGRESS, CONTROLLER_INFEASIBLE -> new Expand(allocatedOrRequested(claim));
            case NONE ->
                claim.status().allocated() == null ? unlessPending(claim) : new Expand(allocatedOrRequested(claim));
            case OTHER -> unlessPending(claim);
        };
    }

    /** An API server that does not know the recovery fields drops them: then the condition alone tells. */
    private static Goal unlessPending(Claim claim) {
        return isPendingOnNode(claim) ? new Stop("the node has to finish") : new Expand(requested(claim));
    }

    private static boolean isPendingOnNode(Claim claim) {
        return claim.condition(ConditionTypes.FILE_SYSTEM_PENDING)
                .map(Condition::isTrue)
                .orElse(false);
    }

    private static Quantity allocatedOrRequested(Claim claim) {
        Quantity allocated = claim.status().allocated();
        return allocated == null ? requested(claim) : allocated;
    }

    private static Quantity requested(Claim claim) {
        return Objects.requireNonNull(claim.spec().requested(), "a claim that requests nothing has no goal");
    }
}
