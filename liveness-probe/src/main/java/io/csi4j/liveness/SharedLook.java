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
final class SharedLook implements AutoCloseable {
    private static final Log LOG = Log.of(SharedLook.class);

    private final Supplier<Health> look;
    private final Duration longest;
    private final AtomicReference<@Nullable Running> underWay = new AtomicReference<>();

    /** A look at work and the answer it will give. */
    private record Running(CompletableFuture<Health> answer, Thread thread) {}

    /**
     * Shares the answers of {@code look}.
     *
     * @param look ends early when its thread is interrupted
     * @param longest what a look may take; one that hangs longer is answered as failing
     */
    SharedLook(Supplier<Health> look, Duration longest) {
        this.look = look;
        this.longest = longest;
    }

    /** The answer of a look that ends after this call began. */
    Health health() throws InterruptedException {
        var answer = new CompletableFuture<Health>();
        var mine = new Running(answer, Thread.ofVirtual().name("look").unstarted(() -> lookFor(answer)));
        @Nullable Running theirs = underWay.compareAndExchange(null, mine);
        if (theirs != null) {
            return answerOf(theirs);
        }
        mine.thread().start();
        return answerOf(mine);
    }

    /** Interrupts the look under way. */
    @Override
    public void close() {
        Running running = underWay.get();
        if (running != null) {
            running.thread().interrupt();
        }
    }

    private void lookFor(CompletableFuture<Health> answer) {
        try {
            Health health = look.get();
            underWay.set(null);
            answer.complete(health);
        } catch (RuntimeException bug) {
            underWay.set(null);
            answer.completeExceptionally(bug);
        }
    }

    private Health answerOf(Running running) throws InterruptedException {
        try {
            return running.answer().get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException hanging) {
            return Health.failing("the look at the driver hangs");
        } catch (ExecutionException bug) {
            LOG.bug(bug, "the look at the driver failed");
            return Health.failing("the look at the driver failed");
        }
    }
}
