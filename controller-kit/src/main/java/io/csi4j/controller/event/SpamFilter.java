package io.csi4j.controller.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A token bucket per object: {@value #BURST} at once, then one per five minutes. Mutable, for one thread. */
final class SpamFilter {
    static final int BURST = 25;
    static final Duration REFILL = Duration.ofMinutes(5);

    private final Map<Occurrence.Subject, Bucket> buckets = new Recent<>();

    private record Bucket(double tokens, Instant at) {}

    /** Whether an occurrence about the object may be written now; takes a token if so. */
    boolean lets(Occurrence.Subject subject, Instant now) {
        double tokens = tokens(buckets.get(subject), now);
        boolean lets = tokens >= 1;
        buckets.put(subject, new Bucket(lets ? tokens - 1 : tokens, now));
        return lets;
    }

    private static double tokens(@Nullable Bucket bucket, Instant now) {
        if (bucket == null) {
            return BURST;
        }
        // The wall clock may have gone back: then nothing came in.
        long passed = Math.max(0, Duration.between(bucket.at(), now).toMillis());
        return Math.min(BURST, bucket.tokens() + (double) passed / REFILL.toMillis());
    }
}
