package io.csi4j.liveness;

import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests that come while a look is under way share its answer, so that a storm of requests costs the driver one
 * Probe at a time, and a caller that hangs up takes nobody's answer away. Mutable, for all threads.
 */
final class SharedLook {
    private static final Log LOG = Log.of(SharedLook.class);

    private final Supplier<Health> look;
    private final Duration longest;
    private final AtomicReference<@Nullable CompletableFuture<Health>> underWay = new AtomicReference<>();

    /**
     * Shares the answers of {@code look}.
     *
     * @param longest what a look may take; one that hangs longer is answered as failing
     */
    SharedLook(Supplier<Health> look, Duration longest) {
        this.look = look;
        this.longest = longest;
    }

    /** The answer of a look that ends after this call began. */
    Health health() throws InterruptedException {
        var mine = new CompletableFuture<Health>();
        @Nullable CompletableFuture<Health> theirs = underWay.compareAndExchange(null, mine);
        if (theirs != null) {
            return answerOf(theirs);
        }
        Thread.ofVirtual().name("look").start(() -> lookFor(mine));
        return answerOf(mine);
    }

    private void lookFor(CompletableFuture<Health> mine) {
        try {
            Health health = look.get();
            underWay.set(null);
            mine.complete(health);
        } catch (RuntimeException bug) {
            underWay.set(null);
            mine.completeExceptionally(bug);
        }
    }

    private Health answerOf(CompletableFuture<Health> running) throws InterruptedException {
        try {
            return running.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException hanging) {
            return Health.failing("the look at the driver hangs");
        } catch (ExecutionException bug) {
            LOG.bug(bug, "the look at the driver failed");
            return Health.failing("the look at the driver failed");
        }
    }
}
