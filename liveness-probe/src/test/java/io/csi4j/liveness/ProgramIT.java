package io.csi4j.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.testkit.ChildProgram;
import io.csi4j.testkit.ChildProgram.End;
import io.csi4j.testkit.Faults.Hold;
import io.csi4j.testkit.HttpReply;
import io.csi4j.testkit.driver.DriverCall;
import io.csi4j.testkit.driver.DriverTraits;
import io.csi4j.testkit.driver.FakeDriver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a process: contract liveness-probe.md, section 6. */
@Timeout(120)
class ProgramIT {
    private final FakeDriver driver = FakeDriver.start(DriverTraits.plain("test.csi4j.io"));

    @AfterEach
    void closeDriver() {
        driver.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            arguments                               | code | complaint
            -h                                      | 0    | -probe-timeout
            --no-such-flag                          | 2    | not defined
            --probe-timeout=3                       | 2    | probe-timeout
            --logging-format=xml                    | 1    | logging-format
            --http-endpoint=:0 --metrics-address=:0 | 1    | metrics-address
            --http-endpoint=127.0.0.1:TAKEN         | 1    | TAKEN
            """)
    void whatCannotWorkEndsAtOnceAndSaysWhyOnStandardError(String arguments, int code, String complaint)
            throws Exception {
        try (var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String port = Integer.toString(taken.getLocalPort());
            String[] words = arguments.replace("TAKEN", port).split(" ", -1);

            try (ChildProgram program = ChildProgram.start(LivenessProbe.class, words)) {
                End end = program.end();

                assertThat(end.code()).isEqualTo(code);
                assertThat(end.complaint()).contains(complaint.replace("TAKEN", port));
                assertThat(end.output()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM", "INT"})
    void aSignalEndsWithSuccessEvenDuringAProbe(String signal) throws Exception {
        Hold hold = driver.faults().hold(1, DriverCall.on("Probe"));
        try (ChildProgram program = startProgram()) {
            int port = portOf(program.awaitLine("listening"));
            program.awaitLine("driver found");
            var request = new FutureTask<>(() -> HttpReply.get(port, "/healthz"));
            Thread.ofVirtual().start(request);
            hold.awaitArrival();

            program.signal(signal);

            End end = program.end();
            assertThat(end.code()).isZero();
            assertThat(end.output()).isEmpty();
        }
    }

    @Test
    void aDriverThatIsMissingDoesNotEndIt() throws Exception {
        driver.stop();
        try (ChildProgram program = startProgram()) {
            int port = portOf(program.awaitLine("listening"));
            program.awaitLine("still connecting");

            assertThat(HttpReply.get(port, "/healthz").status()).isEqualTo(500);
            driver.restart();
            program.awaitLine("driver found");
            assertThat(HttpReply.get(port, "/healthz").line()).isEqualTo("200 ok");
        }
    }

    private ChildProgram startProgram() throws Exception {
        return ChildProgram.start(
                LivenessProbe.class, "--csi-address=" + driver.address(), "--http-endpoint=127.0.0.1:0");
    }

    private static int portOf(String line) throws SocketException {
        String digits = line.replaceAll("^.*:(\\d+)\"?$", "$1");
        if (!digits.matches("\\d+")) {
            throw new SocketException("no port in: " + line);
        }
        return Integer.parseInt(digits);
    }
}
