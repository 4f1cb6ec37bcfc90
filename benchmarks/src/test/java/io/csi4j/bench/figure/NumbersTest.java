package io.csi4j.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            value   | text
            0       | 0
            0.0312  | 0.031
            0.236   | 0.24
            5.1     | 5.1
            40      | 40
            49.52   | 49.5
            217.4   | 217
            1432    | 1,432
            -0.5    | -0.50
            """)
    void aFigureHasThreeDigitsThatCount(double value, String text) {
        assertThat(Numbers.text(value)).isEqualTo(text);
    }
}
