package io.csi4j.sidecar.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoNumbersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            text   | number
            0      | 0
            15     | 15
            -1     | -1
            +5     | 5
            0x1F   | 31
            0X1f   | 31
            0o17   | 15
            0O17   | 15
            017    | 15
            0b101  | 5
            1_000  | 1000
            0x_1f  | 31
            0_7    | 7
            -0x10  | -16
            """)
    void wholeNumbersAreReadInEveryBase(String text, long number) {
        assertThat(GoNumbers.whole(text, Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "08", "1__0", "_1", "1_", "0x", " 1", "1.0", "--1", "ten", "0b2", "0o8"})
    void whatIsNoWholeNumberIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoNumbers.whole(text, Long.MIN_VALUE, Long.MAX_VALUE))
                .withMessage("parse error");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            text                 | least       | most
            2147483648           | -2147483648 | 2147483647
            -2147483649          | -2147483648 | 2147483647
            9223372036854775808  | 0           | 9223372036854775807
            -1                   | 0           | 10
            """)
    void numbersOutOfRangeAreRefused(String text, long least, long most) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoNumbers.whole(text, least, most))
                .withMessage("value out of range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+5", "-0"})
    void naturalNumbersHaveNoSign(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoNumbers.natural(text, Long.MAX_VALUE))
                .withMessage("parse error");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            text      | number
            5         | 5
            5.5       | 5.5
            .5        | 0.5
            5.        | 5
            1e3       | 1000
            1E-2      | 0.01
            -2        | -2
            0x1p4     | 16
            0x1.8p1   | 3
            1_0       | 10
            0x1_0p1   | 32
            inf       | Infinity
            -Inf      | -Infinity
            +infinity | Infinity
            NaN       | NaN
            """)
    void decimalsAreReadAsGoDoes(String text, Double number) {
        assertThat(GoNumbers.decimal(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5f", "5d", " 5", "0x10", "+nan", ".", "e5", "1__0"})
    void whatIsNoDecimalIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoNumbers.decimal(text))
                .withMessage("parse error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "T", "true", "TRUE", "True"})
    void truthHasSixForms(String text) {
        assertThat(GoNumbers.bool(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "f", "F", "false", "FALSE", "False"})
    void untruthHasSixForms(String text) {
        assertThat(GoNumbers.bool(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "no", "tRUE", "on", "2"})
    void whatIsNoTruthIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> GoNumbers.bool(text));
    }
}
