package io.csi4j.resizer.status;

import static io.csi4j.resizer.Given.aClaim;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of contract external-resizer.md, 7.2, rows 2 to 6; {@code status} is {@code <target>/<status>}. */
class ModifyStepTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            wanted | current | status            | uncertain | step
                   |         |                   | false     | nothing
            gold   | gold    |                   | false     | nothing
            gold   |         |                   | false     | begin gold
            gold   | silver  |                   | true      | begin gold
                   | silver  |                   | false     | nothing
                   |         | gold/Infeasible   | false     | cancel
                   |         | gold/Pending      | false     | cancel
                   |         | gold/InProgress   | false     | repeat gold
                   |         | gold/InProgress   | true      | repeat gold
            silver |         | gold/InProgress   | true      | repeat gold
            silver |         | gold/InProgress   | false     | begin silver
            gold   |         | gold/InProgress   | false     | begin gold
            gold   |         | gold/InProgress   | true      | repeat gold
            gold   |         | gold/Infeasible   | false     | begin gold
            gold   | gold    | silver/Infeasible | false     | begin gold
            gold   |         | gold/Pending      | true      | begin gold
            """)
    void claimAndStatusDecideTheStep(
            @Nullable String wanted,
            @Nullable String current,
            @Nullable String status,
            boolean uncertain,
            String step) {
        var claim = aClaim().wantingClass(wanted).currentClass(current);
        if (status != null) {
            var parts = status.split("/", -1);
            claim.modifying(parts[0], parts[1]).with("ModifyingVolume");
        }

        assertThat(text(ModifyStep.of(claim.build(), uncertain))).isEqualTo(step);
    }

    @Test
    void aClassTakenBackLongAgoIsNothingToDo() {
        var claim = aClaim().modifying("gold", "Infeasible").build();

        assertThat(ModifyStep.of(claim, false)).isInstanceOf(ModifyStep.Nothing.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            wanted | target | unchanged
            gold   | gold   | true
            silver | gold   | false
                   | gold   | false
            gold   |        | false
            """)
    void aRestEndsWithAnotherWish(@Nullable String wanted, @Nullable String target, boolean unchanged) {
        var claim = aClaim().wantingClass(wanted);
        if (target != null) {
            claim.modifying(target, "Infeasible");
        }

        assertThat(ModifyStep.isUnchanged(claim.build())).isEqualTo(unchanged);
    }

    private static String text(ModifyStep step) {
        return switch (step) {
            case ModifyStep.Nothing() -> "nothing";
            case ModifyStep.Cancel() -> "cancel";
            case ModifyStep.Repeat(var target) -> "repeat " + target;
            case ModifyStep.Begin(var target) -> "begin " + target;
        };
    }
}
