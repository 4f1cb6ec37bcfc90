package io.csi4j.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.csi4j.registrar.RegistrarOptions.Health;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.Shutdown;
import io.csi4j.sidecar.launch.StartupException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrarOptionsTest {
    @Test
    void theDefaultsAreUpstreams() {
        RegistrarOptions options = RegistrarOptions.parse();

        assertThat(options.csiAddress()).isEqualTo("/run/csi/socket");
        assertThat(options.registrationPath()).isEmpty();
        assertThat(options.registrationFolder()).isEqualTo("/registration");
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.connectionTimeout()).isZero();
        assertThat(options.health()).isEqualTo(new Health("", 0, false));
        assertThat(options.mode()).isEmpty();
        assertThat(options.version()).isFalse();
        assertThat(options.logging().v()).isZero();
    }

    @Test
    void everyFlagReachesItsField() {
        RegistrarOptions options = RegistrarOptions.parse(
                ("--csi-address=/csi/s --kubelet-registration-path=/k/s --plugin-registration-path=/r --timeout=2s"
                                + " --http-endpoint=:1 --health-port=2 --enable-pprof --mode=m --connection-timeout=3s"
                                + " --version --v=4")
                        .split(" ", -1));

        assertThat(options.csiAddress()).isEqualTo("/csi/s");
        assertThat(options.registrationPath()).isEqualTo("/k/s");
        assertThat(options.registrationFolder()).isEqualTo("/r");
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.health()).isEqualTo(new Health(":1", 2, true));
        assertThat(options.mode()).isEqualTo("m");
        assertThat(options.connectionTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.version()).isTrue();
        assertThat(options.logging().v()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    arguments                                                               | exit
                    --version                                                               | OK
                    --kubelet-registration-path=/s --mode=kubelet-registration-probe        | OK
                    --version --mode=kubelet-registration-probe                             | OK
                    """)
    void whatNeedsNoDriverEndsWithSuccess(String arguments, Exit exit) throws InterruptedException {
        assertThat(Registrar.run(Shutdown.onRequest(), arguments.split(" ", -1)))
                .isEqualTo(exit);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    arguments                                                          | exit    | message
                    --no-such-flag                                                     | USAGE   | no-such-flag
                    --feature-gates=A=true                                             | USAGE   | feature-gates
                    --logtostderr                                                      | USAGE   | logtostderr
                    --timeout=5                                                        | USAGE   | timeout
                    --logging-format=xml --version                                     | FAILURE | logging-format
                    --csi-address=/s                                                   | FAILURE | kubelet-registration-path
                    --mode=kubelet-registration-probe                                  | FAILURE | kubelet-registration-path
                    --kubelet-registration-path=/s --health-port=1 --http-endpoint=:2  | FAILURE | health-port
                    --kubelet-registration-path=/s --csi-address=relative/path         | FAILURE | relative/path
                    """)
    void aWrongCommandLineEndsWithItsExitCodeAndNamesTheFault(String arguments, Exit exit, String message) {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> Registrar.run(Shutdown.onRequest(), arguments.split(" ", -1)))
                .withMessageContaining(message)
                .satisfies(fault -> assertThat(fault.exit()).isEqualTo(exit));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    endpoint | port | address
                    ''       | 0    | ''
                    :1       | 0    | :1
                    ''       | 2    | :2
                    ''       | -1   | ''
                    """)
    void theHealthServerListensWhereEitherFlagSays(String endpoint, int port, String address) {
        assertThat(new Health(endpoint, port, false).address()).isEqualTo(address);
    }
}
