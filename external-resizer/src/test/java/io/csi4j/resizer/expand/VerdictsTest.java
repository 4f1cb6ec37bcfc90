package io.csi4j.resizer.expand;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.resizer.expand.Expansion.Failure;
import io.csi4j.testkit.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {
    private static final Duration REST = Duration.ofMinutes(5);

    private final HandClock clock = new HandClock();
    private final Verdicts verdicts = new Verdicts(REST, clock);

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            failure    | final | rests
            INFEASIBLE | true  | true
            IN_USE     | true  | false
            FINAL      | true  | false
            UNCERTAIN  | false | false
            """)
    void theLastFailureCounts(Failure failure, boolean last, boolean rests) {
        verdicts.failed("claim", Failure.INFEASIBLE);

        verdicts.failed("claim", failure);

        assertThat(verdicts.isFinal("claim")).isEqualTo(last);
        assertThat(verdicts.restOf("claim").isPositive()).isEqualTo(rests);
    }

    @Test
    void anotherVerdictWithinTheRestDoesNotMakeItLonger() {
        verdicts.failed("claim", Failure.INFEASIBLE);
        clock.advance(Duration.ofMinutes(2));

        verdicts.failed("claim", Failure.INFEASIBLE);

        assertThat(verdicts.restOf("claim")).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void aRestEnds() {
        verdicts.failed("claim", Failure.INFEASIBLE);

        clock.advance(REST);

        assertThat(verdicts.restOf("claim").isPositive()).isFalse();
    }

    @Test
    void successForgetsEverything() {
        verdicts.failed("claim", Failure.INFEASIBLE);

        verdicts.forget("claim");

        assertThat(verdicts.isFinal("claim")).isFalse();
        assertThat(verdicts.restOf("claim").isPositive()).isFalse();
    }
}
