package io.csi4j.controller.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            text                     | bytes
            0                        | 0
            1                        | 1
            +7                       | 7
            -7                       | -7
            5.                       | 5
            .5Ki                     | 512
            1Ki                      | 1024
            1Mi                      | 1048576
            1Gi                      | 1073741824
            1.5Gi                    | 1610612736
            3Ti                      | 3298534883328
            1Pi                      | 1125899906842624
            1Ei                      | 1152921504606846976
            1k                       | 1000
            2M                       | 2000000
            2G                       | 2000000000
            1T                       | 1000000000000
            1P                       | 1000000000000000
            1E                       | 1000000000000000000
            1E3                      | 1000
            1e3                      | 1000
            1e+3                     | 1000
            1E+3                     | 1000
            -.5                      | -1
            15e-1                    | 2
            1e-400000000000          | 1
            0e400000000000           | 0
            100m                     | 1
            1000m                    | 1
            1001m                    | 2
            -1001m                   | -2
            1u                       | 1
            1n                       | 1
            1.0000001Gi              | 1073741932
            8Ei                      | 9223372036854775807
            1e400000000000           | 9223372036854775807
            9223372036854775807      | 9223372036854775807
            9223372036854775808      | 9223372036854775807
            -99999999999999999999    | -9223372036854775807
            """)
    void everyFormBecomesWholeBytesRoundedUp(String text, long bytes) {
        assertThat(Quantity.parse(text)).get().extracting(Quantity::bytes).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "Gi", "1gi", "1 Gi", "1GiB", "1.2.3", "1K", "++1", "1e", "1eK", "0x10", "1,5G", "1e+", "+",
                "+.", "1ii", "1e1.5", "١Gi"
            })
    void whatTheApiRefusesIsNoQuantity(String text) {
        assertThat(Quantity.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            bytes               | text
            0                   | 0
            1                   | 1
            1000                | 1k
            1023                | 1023
            1024                | 1Ki
            1536                | 1536
            1048576             | 1Mi
            1073741824          | 1Gi
            1610612736          | 1536Mi
            2000000000          | 1953125Ki
            2147483648          | 2Gi
            1152921504606846976 | 1Ei
            9223372036854775807 | 9223372036854775807
            """)
    void bytesAreWrittenInTheCanonicalBinaryForm(long bytes, String text) {
        assertThat(Quantity.ofBytes(bytes).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1024Mi", "1073741824", "1048576Ki", "1.0Gi"})
    void theSameAmountIsEqualHoweverItIsWritten(String text) {
        assertThat(Quantity.parse(text)).get().isEqualTo(Quantity.ofBytes(1L << 30));
    }
}
