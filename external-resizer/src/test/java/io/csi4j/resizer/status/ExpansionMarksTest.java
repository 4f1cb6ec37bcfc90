package io.csi4j.resizer.status;

import static io.csi4j.resizer.Given.NOW;
import static io.csi4j.resizer.Given.UID;
import static io.csi4j.resizer.Given.aClaim;
import static io.csi4j.resizer.Given.condition;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpansionMarksTest {
    private static final ExpansionMarks MARKS = new ExpansionMarks(true);
    private static final ExpansionMarks PLAIN = new ExpansionMarks(false);
    private static final Quantity SIZE = Quantity.parse("2Gi").orElseThrow();

    @Test
    void aNewAttemptPinsItsSizeAndDropsWhatOthersLeft() {
        var claim = aClaim().allocated("5Gi")
                .status("ControllerResizeInfeasible")
                .annotated(Annotations.NODE_EXPANSION_NOT_REQUIRED, "true")
                .with(condition("ControllerResizeError", "", "too large"))
                .with("NodeResizeError")
                .with("Foreign")
                .build();

        var tree = MARKS.started(claim, SIZE, NOW).tree().toString();

        assertThat(tree)
                .contains("{uid=" + UID + ", resourceVersion=7, annotations={" + Annotations.NODE_EXPANSION_NOT_REQUIRED
                        + "=null}}")
                .contains("allocatedResources={storage=2Gi}")
                .contains("allocatedResourceStatuses={storage=ControllerResizeInProgress}")
                .contains("{type=Resizing, status=True, lastTransitionTime=2026-01-01T00:00:00Z}")
                .contains("{$patch=delete, type=ControllerResizeError}")
                .contains("{$patch=delete, type=NodeResizeError}")
                .doesNotContain("Foreign")
                .doesNotContain("FileSystemResizePending");
    }

    @Test
    void oneMoreAttemptAtTheSameSizeChangesNothing() {
        var claim = aClaim().allocated("2Gi")
                .status("ControllerResizeInfeasible")
                .with("Resizing")
                .with(condition("ControllerResizeError", "", "too large"))
                .build();

        assertThat(MARKS.started(claim, SIZE, NOW).isEmpty()).isTrue();
    }

    @Test
    void aFinalRefusalIsWrittenWhateverStateTheClaimIsIn() {
        var claim =
                aClaim().allocated("2Gi").status("ControllerResizeInProgress").build();

        var tree = MARKS.refused(claim, false, "broken", NOW).tree().toString();

        assertThat(tree)
                .contains("metadata={uid=" + UID + "}")
                .contains("type=ControllerResizeError")
                .contains("message=broken")
                .doesNotContain("allocatedResourceStatuses");
    }

    @Test
    void anInfeasibleSizeIsMarkedSo() {
        var claim =
                aClaim().allocated("2Gi").status("ControllerResizeInProgress").build();

        assertThat(MARKS.refused(claim, true, "too large", NOW).tree().toString())
                .contains("allocatedResourceStatuses={storage=ControllerResizeInfeasible}");
    }

    @Test
    void theSameRefusalOnceMoreChangesNothing() {
        var claim = aClaim().status("ControllerResizeInfeasible")
                .with(condition("ControllerResizeError", "", "too large"))
                .build();

        assertThat(MARKS.refused(claim, true, "too large", NOW).isEmpty()).isTrue();
    }

    @Test
    void theNodeIsLeftItsPartAndOtherConditionsStay() {
        var claim = aClaim().allocated("2Gi")
                .status("ControllerResizeInProgress")
                .with("Resizing")
                .build();

        assertThat(MARKS.pendingOnNode(claim, NOW).tree().toString())
                .contains("allocatedResourceStatuses={storage=NodeResizePending}")
                .contains("type=FileSystemResizePending, status=True")
                .doesNotContain("$patch");
    }

    @Test
    void aFinishedExpansionLeavesTheAllocatedSizeAndSaysTheNodeIsNotNeeded() {
        var claim = aClaim().allocated("2Gi")
                .status("ControllerResizeInProgress")
                .with("Resizing")
                .with("ControllerResizeError")
                .with("ModifyingVolume")
                .build();

        assertThat(MARKS.finished(claim, SIZE, NOW).tree().toString())
                .contains("annotations={" + Annotations.NODE_EXPANSION_NOT_REQUIRED + "=true}")
                .contains("capacity={storage=2Gi}")
                .contains("allocatedResourceStatuses={storage=null}")
                .contains("{$patch=delete, type=Resizing}, {$patch=delete, type=ControllerResizeError}")
                .doesNotContain("allocatedResources=")
                .doesNotContain("ModifyingVolume");
    }

    @Test
    void withoutRecoveryOnlyConditionsAndCapacityAreWritten() {
        var claim = aClaim().with("FileSystemResizePending").build();

        assertThat(PLAIN.started(claim, SIZE, NOW).tree().toString())
                .contains("type=Resizing, status=True")
                .contains("{$patch=delete, type=FileSystemResizePending}")
                .doesNotContain("allocated");
        assertThat(PLAIN.refused(claim, true, "no", NOW).isEmpty()).isTrue();
        assertThat(PLAIN.finished(claim, SIZE, NOW).tree().toString())
                .contains("capacity={storage=2Gi}")
                .doesNotContain("allocated")
                .doesNotContain("annotations");
        var resizing = aClaim().with("Resizing").build();
        assertThat(PLAIN.pendingOnNode(resizing, NOW).tree().toString())
                .contains("{$patch=delete, type=Resizing}")
                .doesNotContain("allocated");
    }

    @Test
    void aPatchNamesTheVeryClaimItWasMadeFor() {
        var tree = MARKS.started(aClaim().build(), SIZE, NOW).tree();

        assertThat(tree.get("metadata")).isEqualTo(Map.of("uid", UID, "resourceVersion", "7"));
    }
}
