package io.csi4j.sidecar.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            iso            | text
            PT0S           | 0s
            PT15S          | 15s
            PT1M30S        | 1m30s
            PT5M           | 5m0s
            PT1H           | 1h0m0s
            PT26H3.5S      | 26h0m3.5s
            PT0.1S         | 100ms
            PT0.0015S      | 1.5ms
            PT0.000002S    | 2µs
            PT0.000000007S | 7ns
            PT-1.5S        | -1.5s
            """)
    void durationsAreShownAsGoDoes(Duration duration, String text) {
        assertThat(DurationText.of(duration)).isEqualTo(text);
    }
}
