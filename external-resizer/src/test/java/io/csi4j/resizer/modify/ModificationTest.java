package io.csi4j.resizer.modify;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.resizer.status.ModificationMarks.Failure;
import io.csi4j.resizer.status.ModificationMarks.Reason;
import io.csi4j.sidecar.csi.CsiCall;
import io.csi4j.sidecar.csi.Outcome;
import io.grpc.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModificationTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            code                | failure    | reason
            INVALID_ARGUMENT    | INFEASIBLE | InvalidArgument
            OUT_OF_RANGE        | FINAL      | OutOfRange
            NOT_FOUND           | FINAL      | NotFound
            FAILED_PRECONDITION | FINAL      | FailedPrecondition
            INTERNAL            | FINAL      | Internal
            UNIMPLEMENTED       | FINAL      | Unimplemented
            CANCELLED           | UNCERTAIN  | Canceled
            DEADLINE_EXCEEDED   | UNCERTAIN  | DeadlineExceeded
            UNAVAILABLE         | UNCERTAIN  | Unavailable
            RESOURCE_EXHAUSTED  | UNCERTAIN  | ResourceExhausted
            ABORTED             | UNCERTAIN  | Aborted
            """)
    void theCodeDecidesTheKindOfFailureAndTheReason(Status.Code code, Failure failure, String reason) {
        var outcome = Modification.of(
                Outcome.failed(CsiCall.CONTROLLER_MODIFY_VOLUME, code.toStatus().withDescription("why")));

        assertThat(outcome).isInstanceOfSatisfying(Modification.Failed.class, failed -> {
            assertThat(failed.failure()).isEqualTo(failure);
            assertThat(failed.reason()).isEqualTo(new Reason(reason, "why"));
        });
    }
}
