package io.csi4j.resizer.modify;

import io.csi4j.resizer.status.ModificationMarks;
import io.csi4j.resizer.status.ModificationMarks.Failure;
import io.csi4j.sidecar.csi.GrpcText;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.csi.Refusal;
import io.csi4j.spec.v1.ControllerModifyVolumeResponse;
import io.grpc.Status;

/** What one try to modify a volume came to: contract external-resizer.md, 7.3. */
sealed interface Modification {
    record Done() implements Modification {}

    /** The driver said no. */
    record Failed(Failure failure, Status status) implements Modification {
        ModificationMarks.Reason reason() {
            return new ModificationMarks.Reason(GrpcText.codeName(status.getCode()), GrpcText.description(status));
        }
    }

    /** The driver was not asked. */
    record NotTried(String message) implements Modification {}

    /** What a driver's answer comes to. Pure. */
    static Modification of(Outcome<ControllerModifyVolumeResponse> outcome) {
        return switch (outcome) {
            case Outcome.Done<ControllerModifyVolumeResponse> _ -> new Done();
            case Outcome.Refused<ControllerModifyVolumeResponse>(var why, var status) ->
                new Failed(failure(why), status);
            case Outcome.Uncertain<ControllerModifyVolumeResponse>(var status) -> new Failed(Failure.UNCERTAIN, status);
        };
    }

    private static Failure failure(Refusal why) {
        return switch (why) {
            case INFEASIBLE -> Failure.INFEASIBLE;
            case FINAL, EXHAUSTED -> Failure.FINAL;
        };
    }
}
