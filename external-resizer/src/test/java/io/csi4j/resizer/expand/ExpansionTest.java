package io.csi4j.resizer.expand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Quantity;
import io.csi4j.resizer.expand.Expansion.Failure;
import io.csi4j.sidecar.csi.CsiCall;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.spec.v1.ControllerExpandVolumeResponse;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {
    private static final Quantity WANTED = Quantity.parse("2000M").orElseThrow();

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            code                | failure
            INVALID_ARGUMENT    | INFEASIBLE
            OUT_OF_RANGE        | INFEASIBLE
            NOT_FOUND           | INFEASIBLE
            FAILED_PRECONDITION | IN_USE
            INTERNAL            | FINAL
            UNKNOWN             | FINAL
            UNIMPLEMENTED       | FINAL
            ALREADY_EXISTS      | FINAL
            PERMISSION_DENIED   | FINAL
            UNAUTHENTICATED     | FINAL
            DATA_LOSS           | FINAL
            CANCELLED           | UNCERTAIN
            DEADLINE_EXCEEDED   | UNCERTAIN
            UNAVAILABLE         | UNCERTAIN
            RESOURCE_EXHAUSTED  | UNCERTAIN
            ABORTED             | UNCERTAIN
            """)
    void theCodeDecidesTheKindOfFailure(Status.Code code, Failure failure) {
        Outcome<ControllerExpandVolumeResponse> outcome =
                Outcome.failed(CsiCall.CONTROLLER_EXPAND_VOLUME, code.toStatus().withDescription("why"));

        assertThat(Expansion.of(outcome, WANTED)).isInstanceOfSatisfying(Expansion.Failed.class, failed -> {
            assertThat(failed.failure()).isEqualTo(failure);
            assertThat(failed.message()).startsWith("rpc error: code = ").endsWith("desc = why");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            answered   | size
            2147483648 | 2Gi
            2000000000 | 1953125Ki
            0          | 2000M
            """)
    void theAnswerDecidesTheSize(long answered, String size) {
        var response = ControllerExpandVolumeResponse.newBuilder()
                .setCapacityBytes(answered)
                .setNodeExpansionRequired(true)
                .build();

        assertThat(Expansion.of(new Outcome.Done<>(response), WANTED))
                .isInstanceOfSatisfying(Expansion.Done.class, done -> {
                    assertThat(done.size().text()).isEqualTo(size);
                    assertThat(done.onNode()).isTrue();
                });
    }

    @Test
    void aSmallerVolumeThanAskedForIsAFailure() {
        var response =
                ControllerExpandVolumeResponse.newBuilder().setCapacityBytes(1).build();

        assertThat(Expansion.of(new Outcome.Done<>(response), WANTED))
                .isEqualTo(new Expansion.Failed(
                        Failure.FINAL, "the driver expanded the volume to 1 bytes only, need 2000000000"));
    }
}
