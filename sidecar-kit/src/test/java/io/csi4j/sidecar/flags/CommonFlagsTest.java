package io.csi4j.sidecar.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.csi4j.sidecar.flags.CommonOptions.Diagnostics;
import io.csi4j.sidecar.flags.CommonOptions.Election;
import io.csi4j.sidecar.flags.CommonOptions.KubeAccess;
import io.csi4j.sidecar.flags.CommonOptions.Timing;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommonFlagsTest {
    @Test
    void theStandardsAreThoseOfTheContract() {
        var timing = new Timing(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(5));

        assertThat(parse(""))
                .isEqualTo(new CommonOptions(
                        false,
                        "/run/csi/socket",
                        new KubeAccess("", false, 5, 10),
                        new Election(false, "", timing, Map.of()),
                        new Diagnostics("", "", "/metrics")));
    }

    @Test
    void everyFlagReachesItsField() {
        var timing = new Timing(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(7));

        assertThat(parse("--version --csi-address=/csi/csi.sock --kubeconfig=/k --kube-api-qps=2.5 --kube-api-burst=7"
                        + " --leader-election --leader-election-namespace=ns --leader-election-lease-duration=30s"
                        + " --leader-election-renew-deadline=20s --leader-election-retry-period=7s"
                        + " --leader-election-labels=a:b --http-endpoint=:1 --metrics-address=:2 --metrics-path=/m"
                        + " --automaxprocs"))
                .isEqualTo(new CommonOptions(
                        true,
                        "/csi/csi.sock",
                        new KubeAccess("/k", true, 2.5, 7),
                        new Election(true, "ns", timing, Map.of("a", "b")),
                        new Diagnostics(":1", ":2", "/m")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            line                | throttled
            ''                  | false
            --kube-api-qps=5    | true
            --kube-api-burst=10 | true
            """)
    void theClientIsThrottledOnlyOnRequest(String line, boolean throttled) {
        assertThat(parse(line).kube().throttled()).isEqualTo(throttled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--automaxprocs", "--automaxprocs=", "--automaxprocs=t", "--automaxprocs=false"})
    void automaxprocsIsAccepted(String line) {
        assertThatCode(() -> parse(line)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            line                                          | exit
            --automaxprocs=invalid                        | USAGE
            --leader-election-labels=a                    | USAGE
            --leader-election-labels=a:b,                 | USAGE
            --leader-election-labels=-a:b                 | FAILURE
            --leader-election-labels=a:b/c                | FAILURE
            --leader-election-labels=:b                   | FAILURE
            --leader-election-labels=UP.example.com/a:b   | FAILURE
            """)
    void whatTheContractRefusesIsRefused(String line, Exit exit) {
        var refused = catchThrowableOfType(StartupException.class, () -> parse(line));

        assertThat(refused).isNotNull();
        assertThat(refused.exit()).isEqualTo(exit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:", "a:b", "example.com/a-b_c.d:E9", "A1:x"})
    void validLeaseLabelsAreAccepted(String label) {
        assertThat(parse("--leader-election-labels=" + label).election().labels())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            http | metrics | address
            ''   | ''      | ''
            :1   | ''      | :1
            ''   | :2      | :2
            """)
    void theServerListensOnTheOneAddress(String http, String metrics, String address) {
        var diagnostics = new Diagnostics(http, metrics, "/metrics");

        diagnostics.requireOneAddress();

        assertThat(diagnostics.address()).isEqualTo(address);
    }

    @Test
    void twoAddressesAreRefused() {
        var both = new Diagnostics(":1", ":2", "/metrics");

        var refused = catchThrowableOfType(StartupException.class, both::requireOneAddress);

        assertThat(refused.exit()).isEqualTo(Exit.FAILURE);
    }

    private static CommonOptions parse(String line) {
        Flags flags = new Flags("prog", "");
        CommonFlags common = CommonFlags.on(flags);
        flags.parse(line.isEmpty() ? new String[0] : line.split(" "));
        return common.options();
    }
}
