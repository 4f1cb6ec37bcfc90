package io.csi4j.controller.work;

import io.csi4j.sidecar.metrics.Counter;
import io.csi4j.sidecar.metrics.Gauge;
import io.csi4j.sidecar.metrics.Histogram;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The {@code workqueue_*} metrics of all queues of a process, with the names, the label and the buckets that
 * dashboards know from client-go: contract external-provisioner.md, section 10. One label {@code name} tells the
 * queues apart; queues of one name are added up, so a process makes this once.
 */
public final class QueueMetrics {
    private static final List<Double> BUCKETS = List.of(1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0);
    private static final String LABEL = "name";
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<WorkQueue<?>> queues = new CopyOnWriteArrayList<>();
    private final Counter adds;
    private final Counter retries;
    private final Histogram waits;
    private final Histogram passes;
    private final Gauge depth;
    private final Gauge unfinished;
    private final Gauge longestRunning;

    public QueueMetrics(MetricsRegistry registry) {
        adds = registry.counter("workqueue_adds_total", "Keys put into the queue, repeats not counted", LABEL);
        retries = registry.counter("workqueue_retries_total", "Passes that asked for another one later", LABEL);
        waits = registry.histogram("workqueue_queue_duration_seconds", "Time a key waits in the queue", BUCKETS, LABEL);
        passes =
                registry.histogram("workqueue_work_duration_seconds", "Time one pass over a key takes", BUCKETS, LABEL);
        depth = registry.gauge("workqueue_depth", "Keys waiting in the queue now", LABEL);
        unfinished = registry.gauge(
                "workqueue_unfinished_work_seconds", "Sum of the ages of all passes that are running now", LABEL);
        longestRunning = registry.gauge(
                "workqueue_longest_running_processor_seconds", "Age of the oldest pass that is running now", LABEL);
    }

    void watch(WorkQueue<?> queue) {
        String name = queue.name();
        queues.add(queue);
        adds.add(0, name);
        retries.add(0, name);
        // Asking makes the series: an empty one is shown from the start.
        waits.count(name);
        passes.count(name);
        depth.read(() -> sum(name, WorkQueue::depth), name);
        unfinished.read(
                () -> sum(
                        name,
                        one -> one.runningAges().stream()
                                .mapToDouble(QueueMetrics::seconds)
                                .sum()),
                name);
        longestRunning.read(() -> longestRunning(name), name);
    }

    void added(WorkQueue<?> queue) {
        adds.increment(queue.name());
    }

    void retried(WorkQueue<?> queue) {
        retries.increment(queue.name());
    }

    void taken(WorkQueue<?> queue, Duration waited) {
        waits.observe(waited, queue.name());
    }

    void finished(WorkQueue<?> queue, Duration worked) {
        passes.observe(worked, queue.name());
    }

    private double sum(String name, Function<WorkQueue<?>, ? extends Number> value) {
        return queues.stream()
                .filter(queue -> queue.name().equals(name))
                .mapToDouble(queue -> value.apply(queue).doubleValue())
                .sum();
    }

    private double longestRunning(String name) {
        return queues.stream()
                .filter(queue -> queue.name().equals(name))
                .flatMap(queue -> queue.runningAges().stream())
                .mapToDouble(QueueMetrics::seconds)
                .max()
                .orElse(0);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
