package io.csi4j.resizer.status;

import static io.csi4j.resizer.status.ConditionTypes.MODIFYING;
import static io.csi4j.resizer.status.ConditionTypes.MODIFY_ERROR;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.Condition;
import java.time.Instant;

/** What a claim says while its VolumeAttributesClass changes: contract external-resizer.md, 7.2 and 7.3. */
public final class ModificationMarks {
    private ModificationMarks() {}

    /** How a call failed. */
    public enum Failure {
        /** The driver may still be at work. */
        UNCERTAIN,
        /** The driver's last word. */
        FINAL,
        /** The class can never be applied. */
        INFEASIBLE
    }

    /** The class is missing; the target of a change before stays. */
    public static ClaimEdit pending(Claim claim, Instant now) {
        Claim.Modification before = claim.status().modification();
        String target = before == null ? "" : before.targetClass();
        return ClaimEdit.of(claim, now).modification(new Claim.Modification(target, ModifyStep.PENDING));
    }

    /** The class is being applied; an error of a try before stays until the end. */
    public static ClaimEdit started(Claim claim, String target, Instant now) {
        var wanted = new Claim.Modification(target, ModifyStep.IN_PROGRESS);
        boolean goesOn = wanted.equals(claim.status().modification())
                && claim.condition(MODIFYING).map(Condition::isTrue).orElse(false);
        var edit = ClaimEdit.of(claim, now);
        // One more try of the same is no news, whatever the message of the one before.
        return goesOn
                ? edit
                : edit.modification(wanted).probed(MODIFYING, "", "applying VolumeAttributesClass " + target);
    }

    /** The call failed. */
    public static ClaimEdit failed(Claim claim, String target, Failure failure, Reason reason, Instant now) {
        String status = failure == Failure.INFEASIBLE ? ModifyStep.INFEASIBLE : ModifyStep.IN_PROGRESS;
        String progress = failure == Failure.UNCERTAIN
                ? "still applying VolumeAttributesClass " + target
                : "applying VolumeAttributesClass " + target + " failed, waiting to try again";
        return ClaimEdit.of(claim, now)
                .modification(new Claim.Modification(target, status))
                .probed(MODIFYING, "", progress)
                .probed(MODIFY_ERROR, reason.code(), reason.message());
    }

    /** The class is in force. */
    public static ClaimEdit applied(Claim claim, String target, Instant now) {
        return ClaimEdit.of(claim, now)
                .unguarded()
                .modification(null)
                .currentClass(target)
                .without(MODIFYING)
                .without(MODIFY_ERROR);
    }

    /** The user took the class back: the error and the status of the last try stay. */
    public static ClaimEdit canceled(Claim claim, Instant now) {
        return ClaimEdit.of(claim, now).unguarded().without(MODIFYING);
    }

    /**
     * What the driver said.
     *
     * @param code Go's name of the gRPC code
     * @param message the driver's own words
     */
    public record Reason(String code, String message) {}
}
