package io.csi4j.nfs.share.direct;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectCallsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        tried | millis
        1     | 5
        2     | 10
        6     | 160
        7     | 200
        100   | 200
        """)
    void aBusyServerIsAskedSoonAndThenLessOften(int tried, long millis) {
        assertThat(DirectCalls.busyPause(tried)).hasMillis(millis);
    }
}
