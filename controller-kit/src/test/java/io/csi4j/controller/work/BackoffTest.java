package io.csi4j.controller.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            start  | max    | failures   | pause
            PT1S   | PT5M   | 1          | PT1S
            PT1S   | PT5M   | 2          | PT2S
            PT1S   | PT5M   | 9          | PT4M16S
            PT1S   | PT5M   | 10         | PT5M
            PT1S   | PT5M   | 2147483647 | PT5M
            PT0.5S | PT0.6S | 2          | PT0.6S
            PT10S  | PT5S   | 1          | PT5S
            """)
    void thePauseDoublesUpToTheLongest(Duration start, Duration max, int failures, Duration pause) {
        assertThat(new Backoff(start, max).pauseAfter(failures)).isEqualTo(pause);
    }

    @Test
    void aBackoffWithoutAPauseIsRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessage("need start > 0 and max > 0, got PT0S, PT1S");
    }

    @Test
    void noFailureHasNoPause() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThatThrownBy(() -> backoff.pauseAfter(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
