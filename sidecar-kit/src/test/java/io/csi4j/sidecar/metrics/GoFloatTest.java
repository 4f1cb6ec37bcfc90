package io.csi4j.sidecar.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoFloatTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            number        | text
            0             | 0
            -0.0          | 0
            1             | 1
            0.1           | 0.1
            2.5           | 2.5
            600           | 600
            -7            | -7
            100000        | 100000
            999999        | 999999
            1000000       | 1e+06
            1234567       | 1.234567e+06
            1763727600.25 | 1.76372760025e+09
            1e20          | 1e+20
            1e21          | 1e+21
            1e100         | 1e+100
            0.0001        | 0.0001
            0.00012345    | 0.00012345
            0.00001       | 1e-05
            -1e6          | -1e+06
            1e-300        | 1e-300
            NaN           | NaN
            Infinity      | +Inf
            -Infinity     | -Inf
            """)
    void numbersReadAsGoWritesThem(double number, String text) {
        assertThat(GoFloat.of(number)).isEqualTo(text);
    }

    @Test
    void bucketsOfTheWorkQueuesReadAsUpstreams() {
        String bounds =
                Buckets.exponential(1e-8, 10, 10).stream().map(GoFloat::of).collect(Collectors.joining(" "));

        assertThat(bounds)
                .isEqualTo("1e-08 1e-07 1e-06 9.999999999999999e-06 9.999999999999999e-05 0.001 0.01 0.1 1 10");
    }
}
