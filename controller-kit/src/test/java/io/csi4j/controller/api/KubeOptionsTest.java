package io.csi4j.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.controller.api.KubeOptions.RateLimit;
import io.csi4j.sidecar.flags.CommonOptions.KubeAccess;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeOptionsTest {
    private final KubeOptions options = KubeOptions.inCluster("x").withFaultExit(Exit.FATAL);

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            qps | burst | a second | at once
            7.5 | 20    | 7.5      | 20
            0   | 20    | 5        | 20
            7.5 | 0     | 7.5      | 10
            0   | 0     | 5        | 10
            """)
    void zeroStandsForTheUsualLimit(double qps, int burst, double perSecond, int atOnce) {
        assertThat(options.limitedTo(qps, burst).limit()).isEqualTo(new RateLimit(perSecond, atOnce));
    }

    @ParameterizedTest
    @CsvSource({"-1, 10", "-0.5, 0", "-1, -1", "NaN, 10"})
    void aRateBelowZeroIsNoLimit(double qps, int burst) {
        assertThat(options.withLimit(new RateLimit(1, 1)).limitedTo(qps, burst).limit())
                .isNull();
    }

    @Test
    void aBurstBelowZeroIsRefused() {
        assertThatThrownBy(() -> options.limitedTo(5, -1))
                .hasMessage("--kube-api-burst: need at least 1, or 0 for 10, got -1")
                .isInstanceOfSatisfying(
                        StartupException.class,
                        fault -> assertThat(fault.exit()).isEqualTo(Exit.FATAL));
    }

    @Test
    void withoutALimitOnTheCommandLineThereIsNone() {
        assertThat(options.limitedAs(new KubeAccess("", false, 5, 10)).limit()).isNull();
        assertThat(options.limitedAs(new KubeAccess("", true, 2, 3)).limit()).isEqualTo(new RateLimit(2, 3));
    }
}
