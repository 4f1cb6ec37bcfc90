package io.csi4j.nfs.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.grpc.Status.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultCodesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        fault             | code
        UNREACHABLE       | UNAVAILABLE
        TIMED_OUT         | DEADLINE_EXCEEDED
        NO_SUCH_SERVER    | NOT_FOUND
        NO_SUCH_SHARE     | NOT_FOUND
        KERNEL_ONLY       | FAILED_PRECONDITION
        DENIED            | PERMISSION_DENIED
        NO_SPACE          | RESOURCE_EXHAUSTED
        READ_ONLY         | FAILED_PRECONDITION
        ABSENT            | INTERNAL
        EXISTS            | INTERNAL
        NOT_EMPTY         | INTERNAL
        NOT_A_DIRECTORY   | FAILED_PRECONDITION
        OTHER_FILE_SYSTEM | INTERNAL
        OTHER             | INTERNAL
        """)
    void everyFaultHasItsCode(Reason fault, Code code) {
        assertThat(FaultCodes.of(fault)).isEqualTo(code);
    }

    @Test
    void aRefusalTellsWhatWasBeingDone() {
        var fault = new ShareFault(Reason.NO_SPACE, "server \"s\" share \"/x\": full");

        assertThat(FaultCodes.refused(fault, "failed to make the volume"))
                .hasMessage("failed to make the volume: server \"s\" share \"/x\": full");
    }
}
