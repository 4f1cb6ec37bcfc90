package io.csi4j.controller.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            failures   | millis
            0          | 0
            1          | 800
            2          | 1600
            3          | 3200
            6          | 25600
            7          | 30000
            2147483647 | 30000
            """)
    void thePauseDoublesUpToTheLongest(int failures, long millis) {
        assertThat(Pace.STANDARD.afterFailures(failures)).isEqualTo(Duration.ofMillis(millis));
    }
}
