package io.csi4j.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.provisioner.request.State;
import io.csi4j.sidecar.csi.CsiCall;
import io.csi4j.sidecar.csi.Outcome;
import io.grpc.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateFailureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            code                | may reschedule | state         | infeasible
            CANCELLED           | false          | IN_BACKGROUND | false
            CANCELLED           | true           | IN_BACKGROUND | false
            DEADLINE_EXCEEDED   | true           | IN_BACKGROUND | false
            UNAVAILABLE         | true           | IN_BACKGROUND | false
            ABORTED             | false          | IN_BACKGROUND | false
            RESOURCE_EXHAUSTED  | true           | RESCHEDULE    | false
            RESOURCE_EXHAUSTED  | false          | FINISHED      | false
            INVALID_ARGUMENT    | true           | FINISHED      | true
            INVALID_ARGUMENT    | false          | FINISHED      | true
            UNKNOWN             | true           | FINISHED      | false
            NOT_FOUND           | true           | FINISHED      | false
            ALREADY_EXISTS      | true           | FINISHED      | false
            PERMISSION_DENIED   | true           | FINISHED      | false
            UNAUTHENTICATED     | true           | FINISHED      | false
            FAILED_PRECONDITION | true           | FINISHED      | false
            OUT_OF_RANGE        | true           | FINISHED      | false
            UNIMPLEMENTED       | true           | FINISHED      | false
            INTERNAL            | true           | FINISHED      | false
            DATA_LOSS           | true           | FINISHED      | false
            """)
    void driverCodeDecidesTheState(Status.Code code, boolean mayReschedule, State state, boolean infeasible) {
        var failure = failureAfter(code.toStatus().withDescription("no luck"), mayReschedule);

        assertThat(failure.obstacle().state()).isEqualTo(state);
        assertThat(failure.infeasible()).isEqualTo(infeasible);
        assertThat(failure.obstacle().message())
                .startsWith("rpc error: code = ")
                .endsWith(" desc = no luck");
    }

    private static CreateFailure failureAfter(Status status, boolean mayReschedule) {
        return switch (Outcome.<String>failed(CsiCall.CREATE_VOLUME, status)) {
            case Outcome.Done<String> done -> throw new AssertionError(done);
            case Outcome.Refused<String>(var why, var told) -> CreateFailure.refused(why, told, mayReschedule);
            case Outcome.Uncertain<String> uncertain -> CreateFailure.uncertain(uncertain);
        };
    }
}
