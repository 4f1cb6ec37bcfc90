package io.csi4j.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.csi.ConnectOptions;
import io.csi4j.sidecar.csi.DriverAddress.UnixSocket;
import io.csi4j.sidecar.csi.DriverChannel;
import io.csi4j.spec.registration.InfoRequest;
import io.csi4j.spec.registration.RegistrationGrpc;
import io.csi4j.spec.registration.RegistrationStatus;
import io.csi4j.testkit.ChildProgram;
import io.csi4j.testkit.ChildProgram.End;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a process: contract node-registrar.md, section 8. */
@Timeout(120)
class ProgramIT {
    private static final String NAME = "test.csi4j.io";

    @TempDir
    Path folder;

    private final FakeDriver driver = FakeDriver.start(DriverTraits.plain(NAME));

    @AfterEach
    void closeDriver() {
        driver.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            arguments                                                         | code | output  | complaint
            --version                                                         | 0    | unknown | ''
            -h                                                                | 0    | ''      | -timeout
            --no-such-flag                                                    | 2    | ''      | not defined
            --v=1                                                             | 1    | ''      | registration-path
            --mode=kubelet-registration-probe --kubelet-registration-path=/s  | 0    | ''      | ''
            """)
    void whatNeedsNoDriverEndsAtOnce(String arguments, int code, String output, String complaint) throws Exception {
        try (ChildProgram program = ChildProgram.start(Registrar.class, arguments.split(" ", -1))) {
            End end = program.end();

            assertThat(end.code()).isEqualTo(code);
            assertThat(end.output()).contains(output);
            assertThat(end.output().isEmpty()).isEqualTo(output.isEmpty());
            assertThat(end.complaint()).contains(complaint);
            assertThat(end.complaint().isEmpty()).isEqualTo(complaint.isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM", "INT"})
    void aSignalRemovesTheSocketAndEndsWithSuccess(String signal) throws Exception {
        try (ChildProgram program = startProgram()) {
            program.awaitLine("registration server started");

            program.signal(signal);

            assertThat(program.end().code()).isZero();
            assertThat(socket()).doesNotExist();
        }
    }

    @Test
    void aSignalWhileTheDriverIsMissingEndsWithSuccess() throws Exception {
        driver.stop();
        try (ChildProgram program = startProgram()) {
            program.awaitLine("connecting to the driver");

            program.signal("TERM");

            assertThat(program.end().code()).isZero();
        }
    }

    @Test
    void afterAKillTheNextStartReplacesTheSocket() throws Exception {
        try (ChildProgram killed = startProgram()) {
            killed.awaitLine("registration server started");
            killed.signal("KILL");
            assertThat(killed.end().code()).isEqualTo(137);
            assertThat(socket()).exists();

            try (ChildProgram next = startProgram()) {
                next.awaitLine("registration server started");
                assertThat(nameToldToKubelet()).isEqualTo(NAME);
            }
        }
    }

    @Test
    void aFailedRegistrationEndsWithFailureAndTheReason() throws Exception {
        try (ChildProgram program = startProgram()) {
            program.awaitLine("registration server started");

            refuse("no such node");

            End end = program.end();
            assertThat(end.code()).isEqualTo(1);
            assertThat(end.complaint()).contains("no such node");
            assertThat(end.output()).isEmpty();
            assertThat(socket()).doesNotExist();
        }
    }

    private ChildProgram startProgram() throws IOException {
        return ChildProgram.start(
                Registrar.class,
                "--v=2",
                "--csi-address=" + driver.address(),
                "--plugin-registration-path=" + folder,
                "--kubelet-registration-path=/endpoint");
    }

    private String nameToldToKubelet() {
        try (DriverChannel kubelet = connect()) {
            return RegistrationGrpc.newBlockingStub(kubelet.grpc())
                    .getInfo(InfoRequest.getDefaultInstance())
                    .getName();
        }
    }

    private void refuse(String reason) {
        try (DriverChannel kubelet = connect()) {
            var _ = RegistrationGrpc.newBlockingStub(kubelet.grpc())
                    .notifyRegistrationStatus(
                            RegistrationStatus.newBuilder().setError(reason).build());
        }
    }

    private DriverChannel connect() {
        return DriverChannel.connect(new UnixSocket(socket()), ConnectOptions.standard());
    }

    private Path socket() {
        return folder.resolve(NAME + "-reg.sock");
    }
}
