package io.csi4j.controller.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            text                 | number
            1                    | 1
            4711                 | 4711
            999999999999999999   | 999999999999999999
            1000000000000000000  | 0
            ''                   | 0
            abc                  | 0
            12x                  | 0
            -1                   | 0
            """)
    void whatIsNoNumberIsNeverOlder(String text, long number) {
        assertThat(Version.of(text)).isEqualTo(number);
    }
}
