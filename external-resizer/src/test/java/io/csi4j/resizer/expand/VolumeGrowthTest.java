package io.csi4j.resizer.expand;

import static io.csi4j.resizer.Given.aClaim;
import static io.csi4j.resizer.Given.aVolume;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeGrowthTest {
    private static final Quantity SIZE = Quantity.parse("2Gi").orElseThrow();

    @Test
    void aVolumeThatHasTheSizeIsNotWritten() {
        var volume = aVolume().having("2048Mi").build();

        assertThat(VolumeGrowth.grown(volume, aClaim().build(), new Expansion.Done(SIZE, false), true))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            gate  | on node | there  | kept
            true  | true    | false  | true
            true  | true    | true   | false
            true  | false   | false  | false
            false | true    | false  | false
            """)
    void theSizeBeforeIsKeptWhileTheNodeHasToFollow(boolean gate, boolean onNode, boolean there, boolean kept) {
        var volume = aVolume();
        if (there) {
            volume.annotated(Annotations.PRE_RESIZE_CAPACITY, "1M");
        }

        var tree = VolumeGrowth.grown(volume.build(), aClaim().build(), new Expansion.Done(SIZE, onNode), gate);

        assertThat(tree).containsEntry("spec", Map.of("capacity", Map.of("storage", "2Gi")));
        assertThat(tree.toString().contains(Annotations.PRE_RESIZE_CAPACITY + "=1Gi"))
                .isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            claim | volume | settled
            2Gi   | 2Gi    | true
            3Gi   | 2Gi    | true
            1Gi   | 2Gi    | false
                  | 2Gi    | false
            """)
    void theSizeBeforeIsForgottenWhenTheClaimHasTheNewOne(String claim, String volume, boolean settled) {
        var marked = aVolume().having(volume).annotated(Annotations.PRE_RESIZE_CAPACITY, "1Gi");

        var tree = VolumeGrowth.settled(marked.build(), aClaim().having(claim).build());

        assertThat(tree.toString().contains(Annotations.PRE_RESIZE_CAPACITY + "=null"))
                .isEqualTo(settled);
    }

    @Test
    void aVolumeWithoutTheAnnotationIsNotWritten() {
        assertThat(VolumeGrowth.settled(aVolume().build(), aClaim().build())).isEmpty();
    }
}
