package io.csi4j.sidecar.csi;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcTextTest {
    private static final DriverAddress ADDRESS = new DriverAddress.UnixSocket(Path.of("/csi/csi.sock"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            code                | name in Go
            OK                  | OK
            CANCELLED           | Canceled
            UNKNOWN             | Unknown
            INVALID_ARGUMENT    | InvalidArgument
            DEADLINE_EXCEEDED   | DeadlineExceeded
            NOT_FOUND           | NotFound
            ALREADY_EXISTS      | AlreadyExists
            PERMISSION_DENIED   | PermissionDenied
            RESOURCE_EXHAUSTED  | ResourceExhausted
            FAILED_PRECONDITION | FailedPrecondition
            ABORTED             | Aborted
            OUT_OF_RANGE        | OutOfRange
            UNIMPLEMENTED       | Unimplemented
            INTERNAL            | Internal
            UNAVAILABLE         | Unavailable
            DATA_LOSS           | DataLoss
            UNAUTHENTICATED     | Unauthenticated
            """)
    void aCodeHasItsNameOfGo(Status.Code code, String name) {
        assertThat(GrpcText.codeName(code)).isEqualTo(name);
    }

    @Test
    void aStatusReadsAsInGo() {
        assertThat(GrpcText.of(Status.NOT_FOUND.withDescription("no volume v-1")))
                .isEqualTo("rpc error: code = NotFound desc = no volume v-1");
        assertThat(GrpcText.of(Status.INTERNAL)).isEqualTo("rpc error: code = Internal desc = ");
    }

    @Test
    void anExpiredDeadlineOfOursAlwaysReadsTheSame() {
        Status ours = Status.DEADLINE_EXCEEDED.withDescription(
                "CallOptions deadline exceeded after 0.199998722s. Name resolution delay 0.000000000 seconds.");

        assertThat(GrpcText.of(GrpcText.settled(ours, ADDRESS)))
                .isEqualTo("rpc error: code = DeadlineExceeded desc = context deadline exceeded");
    }

    @Test
    void theDriversOwnWordsStay() {
        Status late = Status.DEADLINE_EXCEEDED.withDescription("backend timed out");
        Status away = Status.UNAVAILABLE.withDescription("backend restarts");

        assertThat(GrpcText.settled(late, ADDRESS)).isEqualTo(late);
        assertThat(GrpcText.settled(away, ADDRESS)).isEqualTo(away);
    }

    @Test
    void anUnreachableDriverIsNamedWithTheCause() {
        Status broken = Status.UNAVAILABLE
                .withDescription("io exception\nChannel Pipeline: [a, b]")
                .withCause(new IOException("Connection refused: /csi/csi.sock", new IOException("Connection refused")));

        assertThat(GrpcText.of(GrpcText.settled(broken, ADDRESS)))
                .isEqualTo("rpc error: code = Unavailable desc = cannot reach the driver at /csi/csi.sock:"
                        + " Connection refused");
    }
}
