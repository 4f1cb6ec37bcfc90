package io.csi4j.provisioner.claim;

import io.csi4j.provisioner.request.Obstacle;
import io.csi4j.provisioner.request.State;
import io.csi4j.sidecar.csi.GrpcText;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.csi.Refusal;
import io.grpc.Status;

/**
 * A failed attempt.
 *
 * @param infeasible the driver says these arguments can never work
 * @param asked whether the driver was asked, and not only the request prepared
 */
record CreateFailure(Obstacle obstacle, boolean infeasible, boolean asked) {
    static CreateFailure of(Obstacle obstacle) {
        return new CreateFailure(obstacle, false, false);
    }

    /**
     * What a failed CreateVolume means (contract 7.1).
     *
     * @param mayReschedule whether another node can be selected
     */
    static CreateFailure refused(Refusal why, Status status, boolean mayReschedule) {
        State state = switch (why) {
            case FINAL, INFEASIBLE -> State.FINISHED;
            case EXHAUSTED -> mayReschedule ? State.RESCHEDULE : State.FINISHED;
        };
        return new CreateFailure(new Obstacle(state, GrpcText.of(status)), why == Refusal.INFEASIBLE, true);
    }

    /** The driver may still be at it. */
    static CreateFailure uncertain(Outcome.Uncertain<?> outcome) {
        return inBackground(GrpcText.of(outcome.status()));
    }

    static CreateFailure inBackground(String message) {
        return new CreateFailure(new Obstacle(State.IN_BACKGROUND, message), false, true);
    }
}
