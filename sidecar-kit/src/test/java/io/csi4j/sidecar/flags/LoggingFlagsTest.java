package io.csi4j.sidecar.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.LoggingOptions;
import io.csi4j.sidecar.log.LoggingOptions.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoggingFlagsTest {
    private final Flags flags = new Flags("prog", "");

    @Test
    void theStandardIsTextAtLevelZero() {
        assertThat(sidecar("")).isEqualTo(LoggingOptions.standard());
    }

    @Test
    void everyFlagReachesItsField() {
        assertThat(sidecar("-v=007 -vmodule=A=1 -vmodule=B=2 -log-flush-frequency=1s"))
                .isEqualTo(new LoggingOptions(7, "A=1,B=2", Format.TEXT));
        assertThat(new LoggingFlagsTest().sidecar("-logging-format=json").format())
                .isEqualTo(Format.JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v=2147483647", "-log-text-info-buffer-size=0Ki", "-log-json-split-stream=false"})
    void theLimitsAreAccepted(String line) {
        assertThat(sidecar(line).format()).isEqualTo(Format.TEXT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            line                              | exit
            -v=-1                             | USAGE
            -v=x                              | USAGE
            -v=0x1                            | USAGE
            -v=4294967296                     | USAGE
            -v=2147483648                     | FAILURE
            -vmodule=x                        | USAGE
            -logging-format=xml               | FAILURE
            -logging-format=json -vmodule=A=1 | FAILURE
            -log-flush-frequency=0            | FAILURE
            -log-flush-frequency=-1s          | FAILURE
            -log-flush-frequency=5            | USAGE
            -log-text-split-stream            | FAILURE
            -log-json-split-stream            | FAILURE
            -log-text-info-buffer-size=1      | FAILURE
            -log-json-info-buffer-size=64Ki   | FAILURE
            -log-text-info-buffer-size=big    | USAGE
            -logtostderr                      | USAGE
            -stderrthreshold=2                | USAGE
            """)
    void whatTheContractRefusesIsRefused(String line, Exit exit) {
        var refused = catchThrowableOfType(StartupException.class, () -> sidecar(line));

        assertThat(refused).isNotNull();
        assertThat(refused.exit()).isEqualTo(exit);
    }

    @Test
    void thePluginAcceptsEveryFlagOfKlog() {
        KlogFlags klog = KlogFlags.on(flags);

        flags.parse(("-v=5 -vmodule=A=1 -logtostderr=false -stderrthreshold=INFO -legacy_stderr_threshold_behavior"
                        + " -alsologtostderr -alsologtostderrthreshold=2 -log_dir=/tmp -log_file=x"
                        + " -log_file_max_size=1800 -skip_headers -skip_log_headers -add_dir_header -one_output"
                        + " -log_backtrace_at=a.go:1")
                .split(" "));

        assertThat(klog.options()).isEqualTo(new LoggingOptions(5, "A=1", Format.TEXT));
    }

    private LoggingOptions sidecar(String line) {
        LoggingFlags logging = LoggingFlags.on(flags);
        flags.parse(line.isEmpty() ? new String[0] : line.split(" "));
        return logging.options();
    }
}
