package io.csi4j.controller.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.testkit.HandClock;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QueueMetricsTest {
    private final HandClock clock = new HandClock();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final QueueMetrics metrics = new QueueMetrics(registry);
    private final WorkQueue<String> queue = queue("claims");

    @AfterEach
    void shutDown() {
        queue.shutDown();
    }

    @Test
    void aNewQueueShowsAllItsMetrics() throws IOException {
        assertThat(scrape())
                .contains(
                        "workqueue_adds_total{name=\"claims\"} 0.0",
                        "workqueue_depth{name=\"claims\"} 0.0",
                        "workqueue_longest_running_processor_seconds{name=\"claims\"} 0.0",
                        "workqueue_queue_duration_seconds_count{name=\"claims\"} 0",
                        "workqueue_retries_total{name=\"claims\"} 0.0",
                        "workqueue_unfinished_work_seconds{name=\"claims\"} 0.0",
                        "workqueue_work_duration_seconds_count{name=\"claims\"} 0");
    }

    @Test
    void theBucketsAreThoseOfClientGo() throws IOException {
        assertThat(scrape().stream().filter(line -> line.startsWith("workqueue_work_duration_seconds_bucket")))
                .extracting(line -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1"))
                .containsExactly(
                        "1.0E-8", "1.0E-7", "1.0E-6", "1.0E-5", "1.0E-4", "0.001", "0.01", "0.1", "1.0", "10.0",
                        "+Inf");
    }

    @Test
    void aKeyIsCountedOnItsWayThroughTheQueue() throws Exception {
        queue.add("a");
        queue.add("a");
        queue.add("b");
        clock.advance(Duration.ofSeconds(2));
        queue.take();
        clock.advance(Duration.ofSeconds(3));
        queue.finish("a", Next.backoff("no luck"));

        assertThat(scrape())
                .contains(
                        "workqueue_adds_total{name=\"claims\"} 2.0",
                        "workqueue_depth{name=\"claims\"} 1.0",
                        "workqueue_queue_duration_seconds_sum{name=\"claims\"} 2.0",
                        "workqueue_work_duration_seconds_sum{name=\"claims\"} 3.0",
                        "workqueue_retries_total{name=\"claims\"} 1.0");
    }

    @Test
    void runningPassesShowTheirAges() throws Exception {
        queue.add("a");
        queue.take();
        clock.advance(Duration.ofSeconds(2));
        queue.add("b");
        queue.take();
        clock.advance(Duration.ofSeconds(1));

        assertThat(scrape())
                .contains(
                        "workqueue_longest_running_processor_seconds{name=\"claims\"} 3.0",
                        "workqueue_unfinished_work_seconds{name=\"claims\"} 4.0");
    }

    @Test
    void queuesOfOneNameAreAddedUp() throws IOException {
        WorkQueue<String> clones = queue("claims");
        queue.add("a");
        clones.add("b");

        assertThat(scrape())
                .contains("workqueue_depth{name=\"claims\"} 2.0", "workqueue_adds_total{name=\"claims\"} 2.0");
        clones.shutDown();
    }

    private WorkQueue<String> queue(String name) {
        return new WorkQueue<>(name, new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5)), clock, metrics);
    }

    private List<String> scrape() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, registry.scrape());
        return text.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
