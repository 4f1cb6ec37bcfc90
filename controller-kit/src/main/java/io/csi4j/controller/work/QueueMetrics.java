package io.csi4j.controller.work;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The {@code workqueue_*} metrics of all queues of a process, with the names, the label and the buckets that
 * dashboards know from client-go: contract external-provisioner.md, section 10. One label {@code name} tells the
 * queues apart; queues of one name are added up.
 */
public final class QueueMetrics {
    private static final double[] BUCKETS = {1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10};
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<WorkQueue<?>> queues = new CopyOnWriteArrayList<>();
    private final Counter adds;
    private final Counter retries;
    private final Histogram queueDuration;
    private final Histogram workDuration;

    /** Registers all seven metrics; a registry takes them once. */
    public QueueMetrics(PrometheusRegistry registry) {
        adds = counter("workqueue_adds_total", "Keys put into the queue, repeats not counted", registry);
        retries = counter("workqueue_retries_total", "Passes that asked for another one later", registry);
        queueDuration = histogram("workqueue_queue_duration_seconds", "Time a key waits in the queue", registry);
        workDuration = histogram("workqueue_work_duration_seconds", "Time one pass over a key takes", registry);
        gauge("workqueue_depth", "Keys waiting in the queue now", WorkQueue::depth, registry);
        gauge(
                "workqueue_unfinished_work_seconds",
                "Sum of the ages of all passes that are running now",
                queue -> seconds(queue.runningAges().stream().reduce(Duration.ZERO, Duration::plus)),
                registry);
        gauge(
                "workqueue_longest_running_processor_seconds",
                "Age of the oldest pass that is running now",
                queue -> seconds(
                        queue.runningAges().stream().max(Duration::compareTo).orElse(Duration.ZERO)),
                registry);
    }

    void watch(WorkQueue<?> queue) {
        queues.add(queue);
        adds.initLabelValues(queue.name());
        retries.initLabelValues(queue.name());
        queueDuration.initLabelValues(queue.name());
        workDuration.initLabelValues(queue.name());
    }

    void added(WorkQueue<?> queue) {
        adds.labelValues(queue.name()).inc();
    }

    void retried(WorkQueue<?> queue) {
        retries.labelValues(queue.name()).inc();
    }

    void taken(WorkQueue<?> queue, Duration waited) {
        queueDuration.labelValues(queue.name()).observe(seconds(waited));
    }

    void finished(WorkQueue<?> queue, Duration worked) {
        workDuration.labelValues(queue.name()).observe(seconds(worked));
    }

    private static Counter counter(String name, String help, PrometheusRegistry registry) {
        return Counter.builder().name(name).help(help).labelNames("name").register(registry);
    }

    private static Histogram histogram(String name, String help, PrometheusRegistry registry) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames("name")
                .classicOnly()
                .classicUpperBounds(BUCKETS)
                .register(registry);
    }

    private void gauge(String name, String help, ToDoubleFunction<WorkQueue<?>> value, PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("name")
                .callback(sample -> queues.stream()
                        .collect(Collectors.groupingBy(WorkQueue::name, Collectors.summingDouble(value)))
                        .forEach((queue, sum) -> sample.call(sum, queue)))
                .register(registry);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
