package io.csi4j.resizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizerOptionsTest {
    @Test
    void theDefaultsAreUpstreams() {
        ResizerOptions options = ResizerOptions.parse();

        assertThat(options.common().csiAddress()).isEqualTo("/run/csi/socket");
        assertThat(options.common().kube().throttled()).isFalse();
        assertThat(options.master()).isEmpty();
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.workers()).isEqualTo(10);
        assertThat(options.retry())
                .isEqualTo(
                        new ResizerOptions.Retry(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(10)));
        assertThat(options.handlesInUse()).isTrue();
        assertThat(options.extraModifyMetadata()).isFalse();
        assertThat(options.gates().enabled("RecoverVolumeExpansionFailure")).isTrue();
        assertThat(options.gates().enabled("VolumeAttributesClass")).isTrue();
        assertThat(options.gates().enabled("AnnotateFsResize")).isTrue();
        assertThat(options.gates().enabled("ReleaseLeaderElectionOnExit")).isFalse();
    }

    @Test
    void everyFlagReachesItsField() {
        ResizerOptions options =
                ResizerOptions.parse(("-csi-address=/csi/s --kubeconfig=k --master=https://m --timeout=20s --workers=3"
                                + " --resync-period=4m --retry-interval-start=2s --retry-interval-max=3m"
                                + " -handle-volume-inuse-error=false --extra-modify-metadata --leader-election"
                                + " --http-endpoint=:1 --v=2 --feature-gates=VolumeAttributesClass=false")
                        .split(" ", -1));

        assertThat(options.common().csiAddress()).isEqualTo("/csi/s");
        assertThat(options.common().kube().kubeconfig()).isEqualTo("k");
        assertThat(options.common().election().enabled()).isTrue();
        assertThat(options.common().diagnostics().httpEndpoint()).isEqualTo(":1");
        assertThat(options.logging().v()).isEqualTo(2);
        assertThat(options.master()).isEqualTo("https://m");
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.workers()).isEqualTo(3);
        assertThat(options.retry())
                .isEqualTo(
                        new ResizerOptions.Retry(Duration.ofSeconds(2), Duration.ofMinutes(3), Duration.ofMinutes(4)));
        assertThat(options.handlesInUse()).isFalse();
        assertThat(options.extraModifyMetadata()).isTrue();
        assertThat(options.askedGates()).isEqualTo(Map.of("VolumeAttributesClass", false));
        assertThat(options.gates().enabled("VolumeAttributesClass")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    argument                                  | exit    | message
                    --no-such-flag                            | USAGE   | no-such-flag
                    --default-fstype=xfs                      | USAGE   | default-fstype
                    --max-grpc-log-length=5                   | USAGE   | max-grpc-log-length
                    --resync-period=10                        | USAGE   | resync-period
                    --feature-gates=x                         | USAGE   | feature-gates
                    --feature-gates=Unknown=true              | FAILURE | Unknown
                    --workers=0                               | FAILURE | --workers: need at least 1, got 0
                    --retry-interval-start=0                  | FAILURE | --retry-interval-start: need more than 0
                    --retry-interval-max=-1s                  | FAILURE | --retry-interval-max: need more than 0
                    --timeout=0                               | FAILURE | --timeout: need more than 0
                    --http-endpoint=:1 --metrics-address=:2   | FAILURE | only one of
                    """)
    void aWrongCommandLineEndsWithItsExitCodeAndNamesTheFault(String arguments, Exit exit, String message) {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> Resizer.run(Shutdown.onRequest(), ResizerOptions.parse(arguments.split(" ", -1))))
                .withMessageContaining(message)
                .satisfies(fault -> assertThat(fault.exit()).isEqualTo(exit));
    }

    @Test
    void aWrongLogFormatEndsTheStart() {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> Resizer.run("--logging-format=xml"))
                .withMessageContaining("logging-format")
                .satisfies(fault -> assertThat(fault.exit()).isEqualTo(Exit.FAILURE));
    }

    @Test
    void theVersionIsPrintedBeforeTheGatesAreChecked() throws InterruptedException {
        assertThat(Resizer.run("--version", "--feature-gates=Unknown=true")).isEqualTo(Exit.OK);
    }
}
