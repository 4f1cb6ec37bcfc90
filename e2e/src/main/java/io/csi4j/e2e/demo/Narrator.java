package io.csi4j.e2e.demo;

import io.csi4j.e2e.story.Teller;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells the steps of the demo: one line each with the seconds since the command, and a line now and then while a step
 * takes long.
 */
final class Narrator implements Teller {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PrintStream out;
    private final long began;

    /** @param began {@link System#nanoTime} of the command */
    Narrator(PrintStream out, long began) {
        this.out = out;
        this.began = began;
    }

    /** A heading. */
    void chapter(String title) {
        out.printf("%n%s%n", title);
    }

    /** A line that belongs to the step before it. */
    void note(String text) {
        out.printf("          %s%n", text);
    }

    @Override
    public void step(String what, Callable<String> action) {
        String addition = watched(what, action);
        out.printf("%7.1f s %s%s%n", seconds(began), what, addition.isEmpty() ? "" : ": " + addition);
    }

    private String watched(String what, Callable<String> action) {
        var done = new CountDownLatch(1);
        long start = System.nanoTime();
        Thread.ofVirtual().name("progress").start(() -> tellWhileWaiting(what, start, done));
        try {
            return action.call();
        } catch (Exception e) {
            throw new StepFailed(what, e);
        } finally {
            done.countDown();
        }
    }

    private void tellWhileWaiting(String what, long start, CountDownLatch done) {
        try {
            while (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                out.printf("        … %s (%.0f s)%n", what, seconds(start));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
