package io.csi4j.controller.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.testkit.HandClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowSetTest {
    private static final Duration RETENTION = Duration.ofMinutes(5);

    private final HandClock clock = new HandClock();
    private final SlowSet<String> set = new SlowSet<>(RETENTION, clock);

    @Test
    void aKeyAddedAgainKeepsItsTimeAndClass() {
        assertThat(set.add("a", "class-1")).isTrue();
        clock.advance(Duration.ofMinutes(1));

        assertThat(set.add("a", "class-2")).isFalse();

        assertThat(set.timeRemaining("a")).isEqualTo(Duration.ofMinutes(4));
        assertThat(set.contains("a", "class-1")).isTrue();
    }

    @Test
    void aKeyIsKeptUntilJustBeforeTheRetentionIsOver() {
        set.add("a", "");

        clock.advance(RETENTION.minusNanos(1));
        assertThat(set.contains("a")).isTrue();
        clock.advance(Duration.ofNanos(1));

        assertThat(set.contains("a")).isFalse();
    }

    @Test
    void theTimeRemainingOfAKeyThatIsOverButNotDroppedIsNegative() {
        set.add("a", "");

        clock.advance(RETENTION.plusSeconds(1));

        assertThat(set.timeRemaining("a")).isEqualTo(Duration.ofSeconds(-1));
        assertThat(set.timeRemaining("unknown")).isEqualTo(Duration.ZERO);
    }

    @Test
    void aKeyThatIsOverCanBeAddedAnew() {
        set.add("a", "class-1");
        clock.advance(RETENTION);

        assertThat(set.add("a", "class-2")).isTrue();

        assertThat(set.timeRemaining("a")).isEqualTo(RETENTION);
    }

    @Test
    void keysThatAreOverAreDroppedWhenAnotherComes() {
        set.add("a", "");
        set.add("b", "");
        clock.advance(Duration.ofSeconds(1));
        set.add("c", "");
        clock.advance(RETENTION.minusSeconds(1));

        set.add("d", "");

        assertThat(set.size()).isEqualTo(2);
        assertThat(set.contains("c")).isTrue();
    }

    @Test
    void aClassCreatedAnewLiftsTheEntry() {
        set.add("a", "class-1");

        assertThat(set.contains("a", "class-2")).isFalse();

        assertThat(set.contains("a")).isFalse();
        assertThat(set.add("a", "class-2")).isTrue();
    }

    @Test
    void aRemovedKeyIsGone() {
        set.add("a", "");

        set.remove("a");

        assertThat(set.contains("a")).isFalse();
    }

    @Test
    void aSetThatKeepsNothingIsRefused() {
        assertThatThrownBy(() -> new SlowSet<String>(Duration.ZERO, clock)).hasMessage("need retention > 0, got PT0S");
    }
}
