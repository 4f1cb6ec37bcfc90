package io.csi4j.nfs.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.testkit.HandClock;
import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The time a call has: contract 9, change 5. */
class CallTimeTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final CallTime time = new CallTime(new HandClock());

    /** Stands still. */
    private static final class StoppedTicker extends Deadline.Ticker {
        @Override
        public long nanoTime() {
            return 0;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        caller waits (ms) | call has (ms)
        600000            | 30000
        20000             | 19500
        2000              | 1800
        100               | 90
        0                 | 0
        """)
    void aCallEndsBeforeItsCallersPatience(long patience, long expected) throws Exception {
        try (var scheduler = Executors.newSingleThreadScheduledExecutor();
                var context = Context.current()
                        .withDeadline(
                                Deadline.after(patience, TimeUnit.MILLISECONDS, new StoppedTicker()), scheduler)) {
            Duration left = context.call(() -> time.atMost(LIMIT).left());

            assertThat(left).isEqualTo(Duration.ofMillis(expected));
        }
    }

    @Test
    void aCallerWithoutADeadlineLeavesTheLimit() {
        assertThat(time.atMost(LIMIT).left()).isEqualTo(LIMIT);
    }
}
