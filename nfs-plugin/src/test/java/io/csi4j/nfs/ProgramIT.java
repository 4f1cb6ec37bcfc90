package io.csi4j.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.spec.v1.DeleteVolumeRequest;
import io.csi4j.spec.v1.ProbeRequest;
import io.csi4j.testkit.ChildProgram;
import io.csi4j.testkit.ChildProgram.End;
import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program in a process of its own: what operators see of it. */
@Timeout(120)
class ProgramIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        flag                               | code | on standard error
        -h                                 | 0    | -mount-permissions
        --unknown                          | 2    | flag provided but not defined: -unknown
        --mount-permissions=nonsense       | 2    | mount-permissions
        --endpoint=/csi.sock               | 255  | need unix://path or tcp://host:port
        --endpoint=unix:///no/such/dir/s   | 255  | /no/such/dir/s
        """)
    void aStartThatCannotBeEndsWithItsCode(String flag, int code, String text) throws Exception {
        try (ChildProgram program = ChildProgram.start(NfsPlugin.class, flag)) {
            End end = program.end();

            assertThat(end.code()).isEqualTo(code);
            assertThat(end.complaint()).contains(text);
            assertThat(end.output()).isEmpty();
        }
    }

    @Test
    void sigtermEndsItInOrderAndTakesTheSocketAway() throws Exception {
        Path socket = folder.resolve("csi.sock");
        try (ChildProgram program =
                ChildProgram.start(NfsPlugin.class, "--endpoint=unix://" + socket, "--nodeid=n1", "-v=5")) {
            program.awaitLine("listening");
            assertThat(isReady(socket)).isTrue();

            program.signal("TERM");

            End end = program.end();
            assertThat(end.code()).isZero();
            assertThat(end.complaint()).contains("nfs.csi.k8s.io").contains("shutting down");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void callsAreLoggedWithoutTheirSecretsAndRefusalsAlways() throws Exception {
        Path socket = folder.resolve("csi.sock");
        try (ChildProgram program =
                        ChildProgram.start(NfsPlugin.class, "--endpoint=unix://" + socket, "--nodeid=n1", "-v=2");
                var client = new PluginClient(new DriverAddress.UnixSocket(socket))) {
            program.awaitLine("listening");
            var _ = client.controller()
                    .deleteVolume(DeleteVolumeRequest.newBuilder()
                            .setVolumeId("a-handle")
                            .putSecrets("mountOptions", "a-secret")
                            .build());
            Status _ = PluginClient.statusOf(
                    () -> client.controller().deleteVolume(DeleteVolumeRequest.getDefaultInstance()));

            assertThat(program.awaitLine("gRPC call"))
                    .contains("/csi.v1.Controller/DeleteVolume", "a-handle", "***stripped***")
                    .doesNotContain("a-secret");
            assertThat(program.awaitLine("gRPC error")).contains("INVALID_ARGUMENT", "needs a volume id");
        }
    }

    @Test
    void whatIsOddAmongItsFlagsIsToldAtTheStart() throws Exception {
        try (ChildProgram program = ChildProgram.start(
                NfsPlugin.class, "--endpoint=unix://" + folder.resolve("csi.sock"), "--default-ondelete-policy=keep")) {
            assertThat(program.awaitLine("nodeid")).contains("is empty");
            assertThat(program.awaitLine("acts as delete")).contains("keep");
        }
    }

    private static boolean isReady(Path socket) {
        try (var client = new PluginClient(new DriverAddress.UnixSocket(socket))) {
            return client.identity()
                    .probe(ProbeRequest.getDefaultInstance())
                    .getReady()
                    .getValue();
        }
    }
}
