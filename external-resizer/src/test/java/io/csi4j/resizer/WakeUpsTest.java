package io.csi4j.resizer;

import static io.csi4j.resizer.Given.aClaim;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.ClaimPhase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which update of a claim is worth a pass: contract external-resizer.md, 3 and 7.1. */
class WakeUpsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            requested | capacity | status                     | news
            2Gi       | 1Gi      |                            | false
            3Gi       | 1Gi      |                            | true
            1Gi       | 1Gi      |                            | true
            2Gi       | 2Gi      |                            | true
            2Gi       | 1Gi      | ControllerResizeInProgress | false
            2Gi       | 1Gi      | ControllerResizeInfeasible | false
            2Gi       | 1Gi      | NodeResizePending          | true
            2Gi       | 1Gi      | NodeResizeInfeasible       | true
            """)
    void aChangeOfSizesIsNewsButOurOwnProgressIsNot(
            String requested, String capacity, @Nullable String status, boolean news) {
        var now = aClaim().requesting(requested).having(capacity).status(status).build();

        assertThat(WakeUps.isSizeNews(aClaim().build(), now)).isEqualTo(news);
    }

    @Test
    void aConditionAloneIsNoNews() {
        assertThat(WakeUps.isSizeNews(
                        aClaim().build(), aClaim().with("Resizing").build()))
                .isFalse();
    }

    @Test
    void anotherResizerIsNews() {
        var now = aClaim().annotated(Annotations.STORAGE_RESIZER, Given.DRIVER).build();

        assertThat(WakeUps.isSizeNews(aClaim().build(), now)).isTrue();
    }

    @Test
    void aClaimThatIsBoundIsNewsForBoth() {
        var before = aClaim().phase(ClaimPhase.PENDING).build();

        assertThat(WakeUps.isSizeNews(before, aClaim().build())).isTrue();
        assertThat(WakeUps.isClassNews(before, aClaim().build())).isTrue();
    }

    @Test
    void anotherClassIsNewsAndSoIsAChangeThatEnds() {
        var plain = aClaim().build();
        var running = aClaim().modifying("gold", "InProgress").build();

        assertThat(WakeUps.isClassNews(plain, aClaim().wantingClass("gold").build()))
                .isTrue();
        assertThat(WakeUps.isClassNews(running, plain)).isTrue();
        assertThat(WakeUps.isClassNews(plain, running)).isFalse();
    }
}
