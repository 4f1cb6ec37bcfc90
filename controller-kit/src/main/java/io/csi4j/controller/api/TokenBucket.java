package io.csi4j.controller.api;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.csi4j.sidecar.launch.Ticker;
import java.time.Duration;

/**
 * Lets requests pass at a steady rate after a first burst. Mutable: the lock is the bucket itself. Callers come out in
 * the order they came in.
 */
final class TokenBucket {
    private final double nanosPerToken;
    private final double burst;
    private final Ticker ticker;

    @GuardedBy("this")
    private double tokens;

    @GuardedBy("this")
    private long asOf;

    TokenBucket(KubeOptions.RateLimit limit, Ticker ticker) {
        this.nanosPerToken = 1e9 / limit.perSecond();
        this.burst = limit.burst();
        this.ticker = ticker;
        this.tokens = limit.burst();
        this.asOf = ticker.nanoTime();
    }

    /** Takes one token, waiting for it if need be. */
    void take() throws InterruptedException {
        ticker.pause(reserve());
    }

    private synchronized Duration reserve() {
        long now = ticker.nanoTime();
        tokens = Math.min(burst, tokens + (now - asOf) / nanosPerToken) - 1;
        asOf = now;
        return tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(-tokens * nanosPerToken));
    }
}
