package io.csi4j.bench.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Several callers that share out a number of calls. */
public final class Callers {
    private Callers() {}

    /** Runs the calls 0 to {@code calls - 1}, so many at a time; throws what the first failing one threw. */
    public static void run(int callers, int calls, IntConsumer call) {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                all.add(threads.submit(() -> {
                    for (int index = next.getAndIncrement(); index < calls; index = next.getAndIncrement()) {
                        call.accept(index);
                    }
                }));
            }
            for (Future<?> caller : all) {
                caller.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call of many failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between calls", e);
        }
    }
}
