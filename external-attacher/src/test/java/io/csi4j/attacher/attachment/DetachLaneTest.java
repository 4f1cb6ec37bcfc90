package io.csi4j.attacher.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetachLaneTest {
    private final List<String> called = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    workers | at a time
                    1       | 1
                    2       | 1
                    3       | 2
                    10      | 9
                    """)
    void oneOfSeveralWorkersIsKeptFree(int workers, int atATime) {
        var lane = lane(workers);
        int entered = 0;
        while (lane.enter("attachment-" + entered)) {
            entered++;
        }

        assertThat(entered).isEqualTo(atATime);
    }

    @Test
    void whoWaitsIsCalledInOrderOneForEachThatLeaves() {
        var lane = lane(1);
        lane.enter("a");
        lane.enter("b");
        lane.enter("c");
        assertThat(called).isEmpty();

        lane.leave();
        assertThat(called).containsExactly("b");
        assertThat(lane.enter("b")).isTrue();
        lane.leave();

        assertThat(called).containsExactly("b", "c");
    }

    @Test
    void whoComesAgainBeforeItIsCalledIsCalledOnceAtMost() {
        var lane = lane(1);
        lane.enter("a");
        lane.enter("b");
        lane.enter("b");
        lane.leave();
        lane.enter("b");
        lane.leave();

        assertThat(called).containsExactly("b");
    }

    @Test
    void whoIsCalledAndFindsTheLaneFullWaitsAgain() {
        var lane = lane(1);
        lane.enter("a");
        lane.enter("b");
        lane.leave();
        lane.enter("c");

        assertThat(lane.enter("b")).isFalse();
        lane.leave();

        assertThat(called).containsExactly("b", "b");
    }

    @Test
    void whoIsCalledAndHasNothingToDetachAnyMoreLetsTheNextOneIn() {
        var lane = lane(1);
        lane.enter("a");
        lane.enter("gone");
        lane.enter("c");
        lane.leave();
        assertThat(called).containsExactly("gone");

        lane.passed("gone");

        assertThat(called).containsExactly("gone", "c");
    }

    @Test
    void whoWasNotCalledLetsNobodyIn() {
        var lane = lane(1);
        lane.enter("a");
        lane.enter("b");

        lane.passed("a");
        lane.passed("b");

        assertThat(called).isEmpty();
    }

    private DetachLane lane(int workers) {
        return new DetachLane(workers, called::add);
    }
}
