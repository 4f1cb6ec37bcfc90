package io.csi4j.nfs.volumeid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnDeleteTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, emptyValue = "", textBlock = """
        in the id | driver's | acts as
        ''        | ''       | DELETE
        ''        | retain   | RETAIN
        ''        | Archive  | ARCHIVE
        ''        | keep     | DELETE
        delete    | retain   | DELETE
        RETAIN    | delete   | RETAIN
        archive   | retain   | ARCHIVE
        nonsense  | retain   | DELETE
        """)
    void theIdGoesBeforeTheDriver(String inId, String byDriver, OnDelete expected) {
        assertThat(OnDelete.effective(inId, byDriver)).isEqualTo(expected);
    }
}
