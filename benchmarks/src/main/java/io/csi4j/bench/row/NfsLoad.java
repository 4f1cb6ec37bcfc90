package io.csi4j.bench.row;

import io.csi4j.bench.cluster.Callers;
import io.csi4j.bench.figure.Goal;
import io.csi4j.bench.figure.Measure;
import io.csi4j.bench.figure.Summary;
import io.csi4j.bench.program.Side;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;

/**
 * So many calls of one kind by so many callers at a time.
 *
 * @param label what is called
 * @param rate goal of the calls a second
 * @param slowest goal of the p99 in milliseconds
 */
record NfsLoad(String label, int callers, int count, Goal rate, Goal slowest) {
    /** Without goals. */
    static NfsLoad of(String label, int callers, int count) {
        return new NfsLoad(label, callers, count, Goal.NONE, Goal.NONE);
    }

    NfsLoad withRate(Goal goal) {
        return new NfsLoad(label, callers, count, goal, slowest);
    }

    NfsLoad withSlowest(Goal goal) {
        return new NfsLoad(label, callers, count, rate, goal);
    }

    /** Calls, and adds rate, p50 and p99; answers how long each call took in milliseconds. */
    List<Double> run(Samples samples, Side side, IntConsumer call) {
        ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        Callers.run(callers, count, i -> {
            long began = System.nanoTime();
            call.accept(i);
            millis.add((System.nanoTime() - began) / 1e6);
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        String name = label + ", " + (callers == 1 ? "1 caller" : callers + " callers");
        samples.add(side, Measure.of(name, "/s").must(rate), count / seconds);
        samples.add(side, Measure.of(name + ", p50", "ms"), Summary.percentile(millis, 0.5));
        samples.add(side, Measure.of(name + ", p99", "ms").must(slowest), Summary.percentile(millis, 0.99));
        return List.copyOf(millis);
    }
}
