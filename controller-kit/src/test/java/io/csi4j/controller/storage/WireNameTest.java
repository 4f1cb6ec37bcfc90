package io.csi4j.controller.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireNameTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            wire             | mode
            ReadWriteOnce    | READ_WRITE_ONCE
            ReadOnlyMany     | READ_ONLY_MANY
            ReadWriteMany    | READ_WRITE_MANY
            ReadWriteOncePod | READ_WRITE_ONCE_POD
            readwriteonce    | UNKNOWN
            ReadWriteTwice   | UNKNOWN
            """)
    void accessModesAreReadAsTheApiSpellsThem(String wire, AccessMode mode) {
        assertThat(AccessMode.of(wire)).isEqualTo(mode);
    }

    @Test
    void aReclaimPolicyWeDoNotKnowKeepsTheVolume() {
        assertThat(ReclaimPolicy.of("Shred")).isEqualTo(ReclaimPolicy.RETAIN);
    }

    @Test
    void aPhaseWeDoNotKnowIsNoPhase() {
        assertThat(ClaimPhase.of("Resizing")).isEqualTo(ClaimPhase.NONE);
        assertThat(VolumePhase.of("Resizing")).isEqualTo(VolumePhase.NONE);
    }
}
