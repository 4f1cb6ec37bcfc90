package io.csi4j.resizer.status;

import static io.csi4j.resizer.Given.EARLIER;
import static io.csi4j.resizer.Given.NOW;
import static io.csi4j.resizer.Given.UID;
import static io.csi4j.resizer.Given.aClaim;
import static io.csi4j.resizer.Given.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.resizer.status.ModificationMarks.Failure;
import io.csi4j.resizer.status.ModificationMarks.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModificationMarksTest {
    private static final Reason REASON = new Reason("Internal", "broken");

    @Test
    void aMissingClassLeavesTargetAndConditionsAlone() {
        var claim =
                aClaim().wantingClass("silver").modifying("gold", "InProgress").build();

        assertThat(ModificationMarks.pending(claim, NOW).tree().toString())
                .contains("modifyVolumeStatus={status=Pending, targetVolumeAttributesClassName=gold}")
                .doesNotContain("conditions");
    }

    @Test
    void aMissingClassOfAFirstChangeHasNoTarget() {
        var claim = aClaim().wantingClass("silver").build();

        assertThat(ModificationMarks.pending(claim, NOW).tree().toString())
                .contains("modifyVolumeStatus={status=Pending}");
    }

    @Test
    void aChangeBeginsWithItsTargetAndKeepsTheErrorOfTheOneBefore() {
        var claim = aClaim().modifying("gold", "Infeasible")
                .with(condition("ModifyVolumeError", "Internal", "broken"))
                .build();

        assertThat(ModificationMarks.started(claim, "silver", NOW).tree().toString())
                .contains("resourceVersion=7")
                .contains("modifyVolumeStatus={status=InProgress, targetVolumeAttributesClassName=silver}")
                .contains("type=ModifyingVolume, status=True, lastTransitionTime=2026-01-01T00:00:00Z, lastProbeTime=")
                .doesNotContain("ModifyVolumeError");
    }

    @Test
    void oneMoreTryOfTheSameClassChangesNothing() {
        var claim = aClaim().modifying("gold", "InProgress")
                .with(condition("ModifyingVolume", "", "whatever was said"))
                .build();

        assertThat(ModificationMarks.started(claim, "gold", NOW).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            failure    | status     | progress
            UNCERTAIN  | InProgress | still applying VolumeAttributesClass gold
            FINAL      | InProgress | applying VolumeAttributesClass gold failed, waiting to try again
            INFEASIBLE | Infeasible | applying VolumeAttributesClass gold failed, waiting to try again
            """)
    void aFailureDecidesTheStatusAndBothConditions(Failure failure, String status, String progress) {
        var claim = aClaim().build();

        assertThat(ModificationMarks.failed(claim, "gold", failure, REASON, NOW)
                        .tree()
                        .toString())
                .contains("modifyVolumeStatus={status=" + status + ", targetVolumeAttributesClassName=gold}")
                .contains("message=" + progress)
                .contains("reason=Internal, message=broken");
    }

    @Test
    void theSameReasonWithOtherWordsIsNoTransition() {
        var claim = aClaim().with(condition("ModifyVolumeError", "Internal", "broken before"))
                .build();

        var tree = ModificationMarks.failed(claim, "gold", Failure.FINAL, REASON, NOW)
                .tree();

        assertThat(tree.toString())
                .contains(
                        "type=ModifyVolumeError, status=True, lastTransitionTime=" + EARLIER + ", lastProbeTime=2026");
    }

    @Test
    void aClassInForceLeavesNothingOfTheChange() {
        var claim = aClaim().modifying("gold", "InProgress")
                .with("ModifyingVolume")
                .with("ModifyVolumeError")
                .with("Resizing")
                .build();

        assertThat(ModificationMarks.applied(claim, "gold", NOW).tree().toString())
                .contains("metadata={uid=" + UID + "}")
                .contains("modifyVolumeStatus=null")
                .contains("currentVolumeAttributesClassName=gold")
                .contains("{$patch=delete, type=ModifyingVolume}, {$patch=delete, type=ModifyVolumeError}")
                .doesNotContain("Resizing");
    }

    @Test
    void aCanceledChangeKeepsItsErrorAndStatus() {
        var claim = aClaim().modifying("gold", "Infeasible")
                .with("ModifyingVolume")
                .with("ModifyVolumeError")
                .build();

        assertThat(ModificationMarks.canceled(claim, NOW).tree().toString())
                .contains("{$patch=delete, type=ModifyingVolume}")
                .doesNotContain("ModifyVolumeError")
                .doesNotContain("modifyVolumeStatus");
    }
}
