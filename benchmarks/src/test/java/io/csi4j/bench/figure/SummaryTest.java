package io.csi4j.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            samples  | median | least | most | text
            7        | 7      | 7     | 7    | 7
            3 1      | 2      | 1     | 3    | 2 (1..3)
            9 1 5    | 5      | 1     | 9    | 5 (1..9)
            4 1 2 3  | 2.5    | 1     | 4    | 2.5 (1..4)
            """)
    void samplesAreToldByTheirMedianAndSpread(String samples, double median, double least, double most, String text) {
        List<Double> values = numbers(samples);

        Summary summary = Summary.of(values);

        assertThat(summary).isEqualTo(new Summary(values.size(), median, least, most));
        assertThat(summary.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            samples     | share | value
            5           | 0.99  | 5
            1 2 3 4     | 0.5   | 2
            4 3 2 1     | 0.75  | 3
            1 2 3 4     | 0.76  | 4
            1 2 3 4     | 0.01  | 1
            """)
    void aPercentileIsASample(String samples, double share, double value) {
        assertThat(Summary.percentile(numbers(samples), share)).isEqualTo(value);
    }

    @Test
    void nothingIsToldOfNoSample() {
        assertThatThrownBy(() -> Summary.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Double> numbers(String words) {
        return Arrays.stream(words.split(" ", -1)).map(Double::valueOf).toList();
    }
}
