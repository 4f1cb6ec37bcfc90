package io.csi4j.sidecar.csi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallLogTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            text   | limit | shown
            abcdef | -1    | abcdef
            abcdef | 0     | abcdef
            abcdef | 6     | abcdef
            abcdef | 5     | abcde [cut at 5 bytes]
            aäö    | 2     | a [cut at 2 bytes]
            aäö    | 3     | aä [cut at 3 bytes]
            """)
    void aLongResponseIsCutBetweenCharacters(String text, int limit, String shown) {
        assertThat(CallLog.cut(text, limit)).isEqualTo(shown);
    }
}
