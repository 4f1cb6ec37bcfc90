package io.csi4j.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.bench.figure.Goal.Kind;
import io.csi4j.bench.figure.Goal.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            kind          | value | text             | ours | upstream | verdict
            REPORTED      | 0     | ''               | 1    | 1        | OPEN
            AT_LEAST      | 40    | ≥ 40             | 40   |          | REACHED
            AT_LEAST      | 40    | ≥ 40             | 39.9 | 5        | MISSED
            AT_MOST       | 1.2   | ≤ 1.2            | 1.2  |          | REACHED
            AT_MOST       | 1.2   | ≤ 1.2            | 1.3  |          | MISSED
            AT_LEAST_PEER | 1     | ≥ upstream       | 49   | 49.5     | MISSED
            AT_LEAST_PEER | 20    | ≥ 20 × upstream  | 44   | 2.2      | REACHED
            AT_LEAST_PEER | 1     | ≥ upstream       | 49   |          | OPEN
            AT_MOST_PEER  | 1     | ≤ upstream       | 4.9  | 4.9      | REACHED
            AT_MOST_PEER  | 1     | ≤ upstream       | 5    | 4.9      | MISSED
            """)
    void aGoalIsReachedOrNot(
            Kind kind, double value, String text, double ours, @Nullable Double upstream, Verdict verdict) {
        Goal goal = new Goal(kind, value);

        assertThat(goal.text()).isEqualTo(text);
        assertThat(goal.verdict(ours, upstream)).isEqualTo(verdict);
    }
}
