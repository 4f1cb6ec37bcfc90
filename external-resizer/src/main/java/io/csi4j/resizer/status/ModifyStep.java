package io.csi4j.resizer.status;

import io.csi4j.controller.storage.Claim;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to do about the VolumeAttributesClass of a claim: contract external-resizer.md, 7.2, rows 2 to 6. */
public sealed interface ModifyStep {
    /** A class is being applied; upstream's word in {@code modifyVolumeStatus.status}. */
    String IN_PROGRESS = "InProgress";
    /** The class does not exist yet. */
    String PENDING = "Pending";
    /** The driver can never apply the class. */
    String INFEASIBLE = "Infeasible";

    /** The claim has what it wants. */
    record Nothing() implements ModifyStep {}

    /** The user took the class back before it was applied. */
    record Cancel() implements ModifyStep {}

    /** A call for that class may still run: the same again, whatever the claim wants by now. */
    record Repeat(String targetClass) implements ModifyStep {}

    /** Apply that class, if there is one. */
    record Begin(String targetClass) implements ModifyStep {}

    /** @param uncertain whether the last call for the claim may still run */
    static ModifyStep of(Claim claim, boolean uncertain) {
        Claim.Modification running = claim.status().modification();
        String wanted = text(claim.spec().volumeAttributesClassName());
        if (running == null && wanted.equals(text(claim.status().currentAttributesClass()))) {
            return new Nothing();
        }
        boolean inProgress = isInProgress(claim);
        if (wanted.isEmpty() && !inProgress) {
            return claim.condition(ConditionTypes.MODIFYING).isPresent() ? new Cancel() : new Nothing();
        }
        if (running != null && inProgress && (uncertain || wanted.isEmpty())) {
            return new Repeat(running.targetClass());
        }
        return new Begin(wanted);
    }

    /** Whether the claim's status says that a class is being applied. */
    static boolean isInProgress(Claim claim) {
        return status(claim).equals(Optional.of(IN_PROGRESS));
    }

    /** Whether the claim waits for its class to appear. */
    static boolean isPending(Claim claim) {
        return status(claim).equals(Optional.of(PENDING));
    }

    /** Whether the class the claim wants is the one its status tells of (row 1): else a rest is over. */
    static boolean isUnchanged(Claim claim) {
        Claim.Modification running = claim.status().modification();
        return running != null && running.targetClass().equals(claim.spec().volumeAttributesClassName());
    }

    private static Optional<String> status(Claim claim) {
        return Optional.ofNullable(claim.status().modification()).map(Claim.Modification::status);
    }

    private static String text(@Nullable String name) {
        return name == null ? "" : name;
    }
}
