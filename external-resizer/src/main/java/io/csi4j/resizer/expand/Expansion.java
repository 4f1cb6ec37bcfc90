package io.csi4j.resizer.expand;

import io.csi4j.controller.storage.Quantity;
import io.csi4j.sidecar.csi.GrpcText;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.csi.Refusal;
import io.csi4j.spec.v1.ControllerExpandVolumeResponse;
import io.grpc.Status;

/** What one try to expand a volume came to: contract external-resizer.md, 4.3 and 4.4. */
sealed interface Expansion {
    /** The volume has that size; {@code onNode}: the node has to follow. */
    record Done(Quantity size, boolean onNode) implements Expansion {}

    record Failed(Failure failure, String message) implements Expansion {}

    /** Kinds of failure. */
    enum Failure {
        /** That size can never work. */
        INFEASIBLE,
        /** Not while the volume is in use. */
        IN_USE,
        /** The driver's last word. */
        FINAL,
        /** The driver may be at work, or was not asked at all: the same again. */
        UNCERTAIN
    }

    /** What a driver's answer to a request for {@code wanted} comes to. Pure. */
    static Expansion of(Outcome<ControllerExpandVolumeResponse> outcome, Quantity wanted) {
        return switch (outcome) {
            case Outcome.Done<ControllerExpandVolumeResponse>(var response) -> done(response, wanted);
            case Outcome.Refused<ControllerExpandVolumeResponse>(var why, var status) ->
                new Failed(failure(why, status), GrpcText.of(status));
            case Outcome.Uncertain<ControllerExpandVolumeResponse>(var status) -> notFinal(GrpcText.of(status));
        };
    }

    /** A try that did not get as far as the driver. */
    static Expansion notFinal(String message) {
        return new Failed(Failure.UNCERTAIN, message);
    }

    /** No size means the size asked for; a smaller one breaks the CSI specification and would be tried for ever. */
    private static Expansion done(ControllerExpandVolumeResponse response, Quantity wanted) {
        long bytes = response.getCapacityBytes();
        if (bytes != 0 && bytes < wanted.bytes()) {
            return new Failed(
                    Failure.FINAL,
                    "the driver expanded the volume to " + bytes + " bytes only, need " + wanted.bytes());
        }
        return new Done(bytes == 0 ? wanted : Quantity.ofBytes(bytes), response.getNodeExpansionRequired());
    }

    private static Failure failure(Refusal why, Status status) {
        return switch (why) {
            case INFEASIBLE -> Failure.INFEASIBLE;
            case FINAL, EXHAUSTED ->
                status.getCode() == Status.Code.FAILED_PRECONDITION ? Failure.IN_USE : Failure.FINAL;
        };
    }
}
