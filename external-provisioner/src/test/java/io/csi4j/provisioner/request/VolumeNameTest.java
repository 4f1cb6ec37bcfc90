package io.csi4j.provisioner.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.provisioner.Given;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeNameTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            prefix | length | name
            pvc    | -1     | pvc-11111111-2222-3333-4444-555555555555
            vol    | 10     | vol-1111111122
            vol    | 32     | vol-11111111222233334444555555555555
            """)
    void nameIsPrefixAndUid(String prefix, int length, String name) {
        assertThat(VolumeName.of(prefix, length, Given.UID)).isEqualTo(Step.ready(name));
    }

    @ParameterizedTest
    @CsvSource({"'', 11111111-2222-3333-4444-555555555555", "pvc, ''"})
    void nameNeedsPrefixAndUid(String prefix, String uid) {
        assertThat(VolumeName.of(prefix, -1, uid))
                .isInstanceOfSatisfying(
                        Step.Blocked.class,
                        blocked -> assertThat(blocked.obstacle().state()).isEqualTo(State.FINISHED));
    }
}
