package io.csi4j.sidecar.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            text                  | duration
            0                     | PT0S
            -0                    | PT0S
            5s                    | PT5S
            1h2m3.5s              | PT1H2M3.5S
            1.5ms                 | PT0.0015S
            2us                   | PT0.000002S
            2\u00b5s              | PT0.000002S
            2\u03bcs              | PT0.000002S
            7ns                   | PT0.000000007S
            -1m                   | PT-1M
            +1m                   | PT1M
            .5s                   | PT0.5S
            1.s                   | PT1S
            0.9ns                 | PT0S
            1ms1s                 | PT1.001S
            9223372036854775807ns | PT2562047H47M16.854775807S
            """)
    void durationsAreReadAsGoDoes(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            text                  | reason
            15                    | time: missing unit in duration "15"
            1s2                   | time: missing unit in duration "1s2"
            1d                    | time: unknown unit "d" in duration "1d"
            1 s                   | time: unknown unit " s" in duration "1 s"
            1h-2m                 | time: unknown unit "h-" in duration "1h-2m"
            ''                    | time: invalid duration ""
            s                     | time: invalid duration "s"
            .s                    | time: invalid duration ".s"
            --1s                  | time: invalid duration "--1s"
            9223372036854775808ns | time: invalid duration "9223372036854775808ns"
            2562048h              | time: invalid duration "2562048h"
            """)
    void whatIsNoDurationIsRefusedWithGosReason(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoDuration.parse(text))
                .withMessage(reason);
    }
}
