package io.csi4j.sidecar.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    exit    | code
                    OK      | 0
                    FAILURE | 1
                    USAGE   | 2
                    BUG     | 2
                    FATAL   | 255
                    """)
    void everyEndHasTheCodeOfTheContract(Exit exit, int code) {
        assertThat(exit.code()).isEqualTo(code);
    }
}
