package io.csi4j.attacher.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTextTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024})
    void whatFitsStaysWhole(int length) {
        assertThat(FaultText.fitting("x".repeat(length))).isEqualTo("x".repeat(length));
    }

    @Test
    void whatIsTooLongIsCutToTheLimitOfTheApi() {
        assertThat(FaultText.fitting("x".repeat(1025))).isEqualTo("x".repeat(1021) + "...");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ä", "€", "😀"})
    void noCharacterIsCutInTwo(String character) {
        for (int before = 0; before < 4; before++) {
            String cut = FaultText.fitting("x".repeat(before) + character.repeat(1024));

            assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1021, 1024);
            assertThat(cut).doesNotContain("\uFFFD").endsWith("...");
        }
    }
}
