package io.csi4j.controller.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.testkit.HandClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QueueMetricsTest {
    private final HandClock clock = new HandClock();
    private final MetricsRegistry registry = new MetricsRegistry();
    private final QueueMetrics metrics = new QueueMetrics(registry);
    private final WorkQueue<String> queue = queue("claims");

    @AfterEach
    void shutDown() {
        queue.shutDown();
    }

    @Test
    void aNewQueueShowsAllItsMetrics() {
        assertThat(scrape())
                .contains(
                        "workqueue_adds_total{name=\"claims\"} 0",
                        "workqueue_depth{name=\"claims\"} 0",
                        "workqueue_longest_running_processor_seconds{name=\"claims\"} 0",
                        "workqueue_queue_duration_seconds_count{name=\"claims\"} 0",
                        "workqueue_retries_total{name=\"claims\"} 0",
                        "workqueue_unfinished_work_seconds{name=\"claims\"} 0",
                        "workqueue_work_duration_seconds_count{name=\"claims\"} 0");
    }

    @Test
    void theBucketsAreThoseOfClientGo() {
        assertThat(scrape().stream().filter(line -> line.startsWith("workqueue_work_duration_seconds_bucket")))
                .extracting(line -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1"))
                .containsExactly(
                        "1e-08", "1e-07", "1e-06", "1e-05", "0.0001", "0.001", "0.01", "0.1", "1", "10", "+Inf");
    }

    @Test
    void aKeyIsCountedOnItsWayThroughTheQueue() throws InterruptedException {
        queue.add("a");
        queue.add("a");
        queue.add("b");
        clock.advance(Duration.ofSeconds(2));
        queue.take();
        clock.advance(Duration.ofSeconds(3));
        queue.finish("a", Next.backoff("no luck"));

        assertThat(scrape())
                .contains(
                        "workqueue_adds_total{name=\"claims\"} 2",
                        "workqueue_depth{name=\"claims\"} 1",
                        "workqueue_queue_duration_seconds_sum{name=\"claims\"} 2",
                        "workqueue_work_duration_seconds_sum{name=\"claims\"} 3",
                        "workqueue_retries_total{name=\"claims\"} 1");
    }

    @Test
    void runningPassesShowTheirAges() throws InterruptedException {
        queue.add("a");
        queue.take();
        clock.advance(Duration.ofSeconds(2));
        queue.add("b");
        queue.take();
        clock.advance(Duration.ofSeconds(1));

        assertThat(scrape())
                .contains(
                        "workqueue_longest_running_processor_seconds{name=\"claims\"} 3",
                        "workqueue_unfinished_work_seconds{name=\"claims\"} 4");
    }

    @Test
    void queuesOfOneNameAreAddedUp() {
        WorkQueue<String> clones = queue("claims");
        queue.add("a");
        clones.add("b");

        assertThat(scrape()).contains("workqueue_depth{name=\"claims\"} 2", "workqueue_adds_total{name=\"claims\"} 2");
        clones.shutDown();
    }

    private WorkQueue<String> queue(String name) {
        return new WorkQueue<>(name, new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)), clock, metrics);
    }

    private List<String> scrape() {
        return registry.page().lines().toList();
    }
}
