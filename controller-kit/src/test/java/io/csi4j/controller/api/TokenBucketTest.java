package io.csi4j.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.launch.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    /** A clock that jumps over every pause and notes it. */
    private static final class JumpingClock implements Ticker {
        private final List<Duration> pauses = new ArrayList<>();
        private long nanos;

        @Override
        public Instant now() {
            return Instant.ofEpochSecond(0, nanos);
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void pause(Duration duration) {
            pauses.add(duration);
            nanos += duration.toNanos();
        }
    }

    private final JumpingClock clock = new JumpingClock();

    private List<Long> millisOf(TokenBucket bucket, int takes) throws InterruptedException {
        for (int i = 0; i < takes; i++) {
            bucket.take();
        }
        return clock.pauses.stream().map(Duration::toMillis).toList();
    }

    @Test
    void afterTheBurstTheRateRules() throws InterruptedException {
        TokenBucket bucket = new TokenBucket(new KubeOptions.RateLimit(5, 3), clock);

        assertThat(millisOf(bucket, 5)).containsExactly(0L, 0L, 0L, 200L, 200L);
    }

    @Test
    void idleTimeFillsTheBucketUpToItsBurst() throws InterruptedException {
        TokenBucket bucket = new TokenBucket(new KubeOptions.RateLimit(10, 2), clock);
        bucket.take();
        bucket.take();
        clock.nanos += Duration.ofHours(1).toNanos();
        clock.pauses.clear();

        assertThat(millisOf(bucket, 3)).containsExactly(0L, 0L, 100L);
    }

    @Test
    void slowRatesWork() throws InterruptedException {
        TokenBucket bucket = new TokenBucket(new KubeOptions.RateLimit(0.5, 1), clock);

        assertThat(millisOf(bucket, 2)).containsExactly(0L, 2000L);
    }
}
