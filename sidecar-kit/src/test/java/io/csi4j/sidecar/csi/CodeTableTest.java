package io.csi4j.sidecar.csi;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.CsiProto;
import io.grpc.Status;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CodeTableTest {
    private static final Set<CsiCall> WITH_OWN_COLUMN = EnumSet.of(
            CsiCall.CREATE_VOLUME,
            CsiCall.DELETE_VOLUME,
            CsiCall.CONTROLLER_PUBLISH_VOLUME,
            CsiCall.CONTROLLER_UNPUBLISH_VOLUME,
            CsiCall.CONTROLLER_EXPAND_VOLUME,
            CsiCall.CONTROLLER_MODIFY_VOLUME);

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            code                | create     | delete    | publish   | unpublish | expand     | modify     | all others
            OK                  | DONE       | DONE      | DONE      | DONE      | DONE       | DONE       | DONE
            CANCELLED           | UNCERTAIN  | UNCERTAIN | UNCERTAIN | UNCERTAIN | UNCERTAIN  | UNCERTAIN  | UNCERTAIN
            UNKNOWN             | FINAL      | FINAL     | FINAL     | FINAL     | FINAL      | FINAL      | FINAL
            INVALID_ARGUMENT    | INFEASIBLE | FINAL     | FINAL     | FINAL     | INFEASIBLE | INFEASIBLE | FINAL
            DEADLINE_EXCEEDED   | UNCERTAIN  | UNCERTAIN | UNCERTAIN | UNCERTAIN | UNCERTAIN  | UNCERTAIN  | UNCERTAIN
            NOT_FOUND           | FINAL      | FINAL     | FINAL     | FINAL     | INFEASIBLE | FINAL      | FINAL
            ALREADY_EXISTS      | FINAL      | FINAL     | FINAL     | FINAL     | FINAL      | FINAL      | FINAL
            PERMISSION_DENIED   | FINAL      | FINAL     | FINAL     | FINAL     | FINAL      | FINAL      | FINAL
            RESOURCE_EXHAUSTED  | EXHAUSTED  | UNCERTAIN | UNCERTAIN | UNCERTAIN | UNCERTAIN  | UNCERTAIN  | UNCERTAIN
            FAILED_PRECONDITION | FINAL      | FINAL     | FINAL     | FINAL     | FINAL      | FINAL      | FINAL
            ABORTED             | UNCERTAIN  | UNCERTAIN | UNCERTAIN | UNCERTAIN | UNCERTAIN  | UNCERTAIN  | UNCERTAIN
            OUT_OF_RANGE        | FINAL      | FINAL     | FINAL     | FINAL     | INFEASIBLE | FINAL      | FINAL
            UNIMPLEMENTED       | FINAL      | FINAL     | FINAL     | FINAL     | FINAL      | FINAL      | FINAL
            INTERNAL            | FINAL      | FINAL     | FINAL     | FINAL     | FINAL      | FINAL      | FINAL
            UNAVAILABLE         | UNCERTAIN  | UNCERTAIN | UNCERTAIN | UNCERTAIN | UNCERTAIN  | UNCERTAIN  | UNCERTAIN
            DATA_LOSS           | FINAL      | FINAL     | FINAL     | FINAL     | FINAL      | FINAL      | FINAL
            UNAUTHENTICATED     | FINAL      | FINAL     | FINAL     | FINAL     | FINAL      | FINAL      | FINAL
            """)
    void codeAndCallDecide(
            Status.Code code,
            Verdict create,
            Verdict delete,
            Verdict publish,
            Verdict unpublish,
            Verdict expand,
            Verdict modify,
            Verdict allOthers) {
        assertThat(CodeTable.of(CsiCall.CREATE_VOLUME, code)).isEqualTo(create);
        assertThat(CodeTable.of(CsiCall.DELETE_VOLUME, code)).isEqualTo(delete);
        assertThat(CodeTable.of(CsiCall.CONTROLLER_PUBLISH_VOLUME, code)).isEqualTo(publish);
        assertThat(CodeTable.of(CsiCall.CONTROLLER_UNPUBLISH_VOLUME, code)).isEqualTo(unpublish);
        assertThat(CodeTable.of(CsiCall.CONTROLLER_EXPAND_VOLUME, code)).isEqualTo(expand);
        assertThat(CodeTable.of(CsiCall.CONTROLLER_MODIFY_VOLUME, code)).isEqualTo(modify);
        assertThat(Arrays.stream(CsiCall.values()).filter(call -> !WITH_OWN_COLUMN.contains(call)))
                .allSatisfy(call -> assertThat(CodeTable.of(call, code)).isEqualTo(allOthers));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            code               | outcome
            ABORTED            | Uncertain
            INTERNAL           | Refused FINAL
            INVALID_ARGUMENT   | Refused INFEASIBLE
            RESOURCE_EXHAUSTED | Refused EXHAUSTED
            """)
    void anOutcomeFollowsTheVerdict(Status.Code code, String expected) {
        Outcome<String> outcome = Outcome.failed(CsiCall.CREATE_VOLUME, code.toStatus());

        String told = switch (outcome) {
            case Outcome.Done<String>(var value) -> "Done " + value;
            case Outcome.Refused<String>(var why, var status) -> "Refused " + why;
            case Outcome.Uncertain<String>(var status) -> "Uncertain";
        };
        assertThat(told).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(CsiCall.class)
    void everyCallHasTheNameOfTheSpecification(CsiCall call) {
        var published = CsiProto.getDescriptor().getServices().stream()
                .flatMap(service -> service.getMethods().stream()
                        .map(method -> "/" + service.getFullName() + "/" + method.getName()));

        assertThat(published).contains(call.fullName());
    }

    @Test
    void aMappedFailureStaysTheSameFailure() {
        Outcome<Integer> refused = new Outcome.Refused<>(Refusal.EXHAUSTED, Status.RESOURCE_EXHAUSTED);
        Outcome<Integer> uncertain = new Outcome.Uncertain<>(Status.ABORTED);
        Outcome<Integer> done = new Outcome.Done<>(6);

        assertThat(refused.map(String::valueOf))
                .isEqualTo(new Outcome.Refused<>(Refusal.EXHAUSTED, Status.RESOURCE_EXHAUSTED));
        assertThat(uncertain.map(String::valueOf)).isEqualTo(new Outcome.Uncertain<>(Status.ABORTED));
        assertThat(done.map(String::valueOf)).isEqualTo(new Outcome.Done<>("6"));
    }
}
