package io.csi4j.sidecar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalsIT {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            program | signal | code | last line
            drain   | TERM   | 0    | drained
            drain   | INT    | 0    | drained
            choose  | TERM   | 1    | drained
            hang    | TERM   | 255  | cut
            stuck   | TERM   | 1    | drained
            step    | TERM   | 1    | ready
            deaf    | TERM   | 143  | ready
            """)
    void aSignalledProgramDrainsAndChoosesItsCode(String program, String signal, int code, String last)
            throws IOException, InterruptedException {
        Process process = start(program);
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");

            kill(process, signal);

            String line = out.readLine();
            assertThat(line == null ? "ready" : line).isEqualTo(last);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(code);
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            program | code
            return  | 0
            fault   | 1
            usage   | 2
            bug     | 2
            thread  | 2
            fatal   | 255
            """)
    void aProgramEndsWithTheCodeOfTheContract(String program, int code) throws IOException, InterruptedException {
        Process process = start(program);
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(code);
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            option                             | line
            -Dcsi4j.command=/bin/csi-attacher  | /bin/csi-attacher unknown
            -Dother=x                          | signal-program unknown
            """)
    void theVersionIsSaidUnderThePathOfTheStartScript(String option, String line)
            throws IOException, InterruptedException {
        Process process = start("version", option);
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.lines()).containsExactly(line);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String program) throws IOException {
        return start(program, "-XX:+UseSerialGC");
    }

    private static Process start(String program, String option) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        // A shell that starts the tests in the background lets them, and so the program, ignore SIGINT.
        return new ProcessBuilder(
                        "env",
                        "--default-signal",
                        java,
                        "-XX:TieredStopAtLevel=1",
                        option,
                        "-cp",
                        classes,
                        SignalProgram.class.getName(),
                        program)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void kill(Process process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
