package io.csi4j.resizer.status;

import static io.csi4j.resizer.Given.aClaim;
import static io.csi4j.resizer.Given.aVolume;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.resizer.Given.ClaimBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of contract external-resizer.md, 4.1; sizes in Gi, every claim has 1Gi. */
class GoalTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            volume | allocated | status                     | final | goal
            1Gi    |           |                            | false | 5Gi
            1Gi    | 10Gi      |                            | false | 5Gi
            1Gi    | 10Gi      | ControllerResizeInfeasible | true  | 5Gi
            1Gi    | 10Gi      | ControllerResizeInProgress | true  | 5Gi
            1Gi    | 10Gi      | ControllerResizeInProgress | false | 10Gi
            1Gi    |           | ControllerResizeInProgress | false | 5Gi
            1Gi    | 10Gi      | NodeResizeInfeasible       | false | 10Gi
            1Gi    |           | NodeResizeInfeasible       | false | 5Gi
            3Gi    | 3Gi       | NodeResizePending          | false | stop
            3Gi    | 3Gi       | NodeResizeInProgress       | false | stop
            1Gi    | 3Gi       | NodeResizePending          | false | 3Gi
            1Gi    | 3Gi       | NodeResizeInProgress       | false | 3Gi
            1Gi    |           | NodeResizePending          | false | 5Gi
            1Gi    | 10Gi      | SomethingNew               | false | 5Gi
            """)
    void aVolumeSmallerThanTheRequest(
            String volume, @Nullable String allocated, @Nullable String status, boolean last, String goal) {
        var claim = aClaim().requesting("5Gi").allocated(allocated).status(status);

        assertThat(goal(claim, volume, true, last)).isEqualTo(goal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            allocated | status                     | controller | pending | goal
                      | NodeResizePending          | true       | false   | stop
            5Gi       | NodeResizePending          | true       | false   | stop
            5Gi       | NodeResizeInProgress       | true       | false   | stop
            10Gi      | NodeResizeInfeasible       | true       | false   | 10Gi
            10Gi      | NodeResizeInfeasible       | false      | false   | 5Gi
                      | NodeResizeInfeasible       | true       | false   | 5Gi
            10Gi      | ControllerResizeInProgress | true       | false   | 10Gi
                      | ControllerResizeInProgress | true       | false   | 5Gi
            10Gi      | ControllerResizeInfeasible | true       | false   | 10Gi
            10Gi      |                            | true       | false   | 10Gi
            10Gi      |                            | true       | true    | 10Gi
                      |                            | true       | false   | 5Gi
                      |                            | true       | true    | stop
            10Gi      | SomethingNew               | true       | true    | stop
            10Gi      | SomethingNew               | true       | false   | 5Gi
            """)
    void aVolumeAsLargeAsTheRequest(
            @Nullable String allocated, @Nullable String status, boolean controller, boolean pending, String goal) {
        var claim = aClaim().requesting("5Gi").allocated(allocated).status(status);
        if (pending) {
            claim.with(ConditionTypes.FILE_SYSTEM_PENDING);
        }

        assertThat(goal(claim, "5Gi", controller, false)).isEqualTo(goal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            volume | pending | goal
            1Gi    | false   | 5Gi
            1Gi    | true    | 5Gi
            5Gi    | false   | 5Gi
            5Gi    | true    | stop
            """)
    void withoutRecoveryTheRequestAloneCounts(String volume, boolean pending, String goal) {
        var claim = aClaim().requesting("5Gi").allocated("10Gi").status("ControllerResizeInProgress");
        if (pending) {
            claim.with(ConditionTypes.FILE_SYSTEM_PENDING);
        }

        var decided =
                Goal.withoutRecovery(claim.build(), aVolume().having(volume).build());

        assertThat(text(decided)).isEqualTo(goal);
    }

    private static String goal(ClaimBuilder claim, String volume, boolean controller, boolean last) {
        return text(Goal.of(claim.build(), aVolume().having(volume).build(), controller, last));
    }

    private static String text(Goal goal) {
        return switch (goal) {
            case Goal.Expand(var size) -> size.text();
            case Goal.Stop(var reason) -> "stop";
        };
    }
}
