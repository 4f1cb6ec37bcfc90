package io.csi4j.provisioner.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.BindingMode;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.provisioner.Given;
import io.csi4j.provisioner.topology.OwnNode;
import io.csi4j.testkit.HandClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

class OwnershipTest {
    private static final OwnNode NODE = new OwnNode("n1", Map.of("zone", "a"));

    /** Words: binding mode, whether the flag and topology are on, the selected node, the allowed zones. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            case                   | mode      | immediate | topology | selected | allowed | whose
            right                  | late      | on        | on       | n1       | ''      | Ours
            none                   | late      | on        | on       | ''       | ''      | NotOurs
            wrong node             | late      | on        | on       | n2       | ''      | NotOurs
            no mode                | none      | on        | on       | ''       | ''      | NotOurs
            Immediate right        | immediate | off       | on       | n1       | ''      | Ours
            Immediate wrong        | immediate | on        | on       | n2       | ''      | NotOurs
            Immediate none         | immediate | on        | on       | ''       | ''      | Open
            Immediate switched off | immediate | off       | on       | ''       | ''      | NotOurs
            allowed fit            | immediate | on        | on       | ''       | a,b     | Open
            allowed misfit         | immediate | on        | on       | ''       | b,c     | NotOurs
            allowed, no topology   | immediate | on        | off      | ''       | b,c     | Open
            """)
    void aClaimIsTheSelectedNodesOrAnybodys(ArgumentsAccessor row) {
        var claim = word(row, 4).isEmpty()
                ? Given.aClaim().build()
                : Given.aClaim().onNode(word(row, 4)).build();
        var storageClass = Given.aClass()
                .binding(mode(word(row, 1)))
                .allowed(allowed(word(row, 5)))
                .build();

        for (boolean strict : new boolean[] {true, false}) {
            var rules = new OwnershipRules(
                    NODE, word(row, 2).equals("on"), word(row, 3).equals("on"), strict);
            assertThat(Ownership.of(claim, storageClass, rules).getClass().getSimpleName())
                    .isEqualTo(word(row, 6));
        }
    }

    private static String word(ArgumentsAccessor row, int column) {
        return Objects.requireNonNull(row.getString(column));
    }

    private static @Nullable BindingMode mode(String word) {
        return switch (word) {
            case "late" -> BindingMode.WAIT_FOR_FIRST_CONSUMER;
            case "immediate" -> BindingMode.IMMEDIATE;
            default -> null;
        };
    }

    private static List<NodeTerm> allowed(String zones) {
        return zones.isEmpty()
                ? List.of()
                : List.of(new NodeTerm(List.of(NodeTerm.Requirement.in("zone", Arrays.asList(zones.split(",", -1))))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            start | max | attempts | chance | seconds
            20    | 60  | 0        | 0      | 20
            20    | 60  | 0        | 0.5    | 10
            20    | 60  | 1        | 0      | 40
            20    | 60  | 2        | 0      | 60
            20    | 60  | 2        | 0.25   | 55
            20    | 60  | 9999     | 0      | 60
            20    | 5   | 0        | 0.5    | 0
            0     | 60  | 3        | 0.5    | 0
            """)
    void pausesDoubleAndDifferFromNodeToNode(int start, int max, int attempts, double chance, int seconds) {
        var delays = new Delays(Duration.ofSeconds(start), Duration.ofSeconds(max));

        assertThat(delays.before(attempts, chance)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aTurnCountsFromTheFirstQuestionAndTheNextTakesLonger() {
        var clock = new HandClock();
        var contest = new Contest(new Delays(Duration.ofSeconds(20), Duration.ofSeconds(60)), clock, () -> 0);

        assertThat(contest.untilTurn("claim")).isEqualTo(Duration.ofSeconds(20));
        clock.advance(Duration.ofSeconds(15));
        assertThat(contest.untilTurn("claim")).isEqualTo(Duration.ofSeconds(5));
        clock.advance(Duration.ofSeconds(15));
        assertThat(contest.untilTurn("claim")).isZero();

        contest.used("claim");
        clock.advance(Duration.ofMinutes(15));
        assertThat(contest.untilTurn("claim")).isEqualTo(Duration.ofSeconds(40));

        contest.forget("claim");
        assertThat(contest.untilTurn("claim")).isEqualTo(Duration.ofSeconds(20));
    }
}
