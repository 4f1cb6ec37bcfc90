package io.csi4j.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.LoggingOptions.Format;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract liveness-probe.md, section 2. */
class LivenessOptionsTest {
    @Test
    void theDefaultsAreUpstreams() {
        LivenessOptions options = LivenessOptions.parse();

        assertThat(options.csiAddress()).isEqualTo("/run/csi/socket");
        assertThat(options.probeTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.httpEndpoint()).isEmpty();
        assertThat(options.healthPort()).isEqualTo("9808");
        assertThat(options.metricsEndpoint()).isEmpty();
        assertThat(options.metricsPath()).isEqualTo("/metrics");
        assertThat(options.version()).isFalse();
        assertThat(options.logging().v()).isZero();
    }

    @Test
    void everyFlagReachesItsField() {
        LivenessOptions options = LivenessOptions.parse(("--csi-address=/s --probe-timeout=5s --http-endpoint=:1"
                        + " --health-port=http --metrics-address=:2 --metrics-path=/m --automaxprocs --version"
                        + " --v=5 --logging-format=json")
                .split(" ", -1));

        assertThat(options.csiAddress()).isEqualTo("/s");
        assertThat(options.probeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.httpEndpoint()).isEqualTo(":1");
        assertThat(options.healthPort()).isEqualTo("http");
        assertThat(options.metricsEndpoint()).isEqualTo(":2");
        assertThat(options.metricsPath()).isEqualTo("/m");
        assertThat(options.version()).isTrue();
        assertThat(options.logging().v()).isEqualTo(5);
        assertThat(options.logging().format()).isEqualTo(Format.JSON);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            arguments                             | health | metrics
            --v=0                                 | :9808  | ''
            --health-port=http                    | :http  | ''
            --metrics-address=:2                  | :9808  | :2
            --http-endpoint=:1                    | :1     | :1
            --http-endpoint=:1 --health-port=9808 | :1     | :1
            --metrics-path=odd                    | :9808  | ''
            """)
    void theListenersFollowTheFlags(String arguments, String health, String metrics) {
        LivenessOptions options = LivenessOptions.parse(arguments.split(" ", -1));

        options.requireOneAddress();

        assertThat(options.healthAddress()).isEqualTo(health);
        assertThat(options.metricsAddress()).isEqualTo(metrics);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            arguments                                            | exit    | message
            --timeout=1s                                         | USAGE   | timeout
            --kubeconfig=x                                       | USAGE   | kubeconfig
            --feature-gates=A=true                               | USAGE   | feature-gates
            --enable-pprof                                       | USAGE   | enable-pprof
            --logtostderr                                        | USAGE   | logtostderr
            --probe-timeout=3                                    | USAGE   | probe-timeout
            -h                                                   | OK      | probe-timeout
            --logging-format=xml --http-endpoint=:1              | FAILURE | logging-format
            --http-endpoint=:1 --health-port=2                   | FAILURE | health-port
            --http-endpoint=:1 --metrics-address=:2              | FAILURE | metrics-address
            --http-endpoint=:1 --health-port=2 --metrics-path=x  | FAILURE | health-port
            --http-endpoint=:1 --metrics-path=/healthz           | FAILURE | metrics-path
            --http-endpoint=:1 --metrics-path=metrics            | FAILURE | metrics-path
            --metrics-address=:1 --metrics-path=                 | FAILURE | metrics-path
            --csi-address=relative/path                          | FAILURE | relative/path
            """)
    void aWrongCommandLineEndsWithItsExitCodeAndNamesTheFault(String arguments, Exit exit, String message) {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> LivenessProbe.run(Shutdown.onRequest(), arguments.split(" ", -1)))
                .withMessageContaining(message)
                .satisfies(fault -> assertThat(fault.exit()).isEqualTo(exit));
    }

    @Test
    void theVersionIsPrintedThoughUpstreamHasNoSuchFlag() throws InterruptedException {
        assertThat(LivenessProbe.run(Shutdown.onRequest(), "--version")).isEqualTo(Exit.OK);
    }
}
