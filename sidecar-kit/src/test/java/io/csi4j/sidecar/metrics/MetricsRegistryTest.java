package io.csi4j.sidecar.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MetricsRegistryTest {
    private final MetricsRegistry registry = new MetricsRegistry();

    @Test
    void thePageIsPrometheusTextSortedByName() {
        registry.counter("z_total", "last").increment();
        registry.gauge("a", "first \\ \"one\"\n", "name", "kind").set(2.5, "x\"\\\n", "k");

        assertThat(registry.page()).isEqualTo("""
                # HELP a first \\\\ "one"\\n
                # TYPE a gauge
                a{kind="k",name="x\\"\\\\\\n"} 2.5
                # HELP z_total last
                # TYPE z_total counter
                z_total 1
                """);
    }

    @Test
    void aHistogramShowsRunningCountsPerBucket() {
        Histogram histogram = registry.histogram("h_seconds", "help", List.of(.1, 1., 2.5), "name");

        histogram.observe(.1, "q");
        histogram.observe(.5, "q");
        histogram.observe(Duration.ofSeconds(3), "q");

        assertThat(histogram.count("q")).isEqualTo(3);
        assertThat(registry.page()).isEqualTo("""
                # HELP h_seconds help
                # TYPE h_seconds histogram
                h_seconds_bucket{name="q",le="0.1"} 1
                h_seconds_bucket{name="q",le="1"} 2
                h_seconds_bucket{name="q",le="2.5"} 2
                h_seconds_bucket{name="q",le="+Inf"} 3
                h_seconds_sum{name="q"} 3.6
                h_seconds_count{name="q"} 3
                """);
    }

    @Test
    void aFamilyWithoutLabelsShowsZeroFromTheStart() {
        registry.counter("c_total", "help");
        registry.histogram("h", "help", List.of(1.));

        assertThat(registry.page()).contains("\nc_total 0\n", "\nh_bucket{le=\"1\"} 0\n", "\nh_count 0\n");
    }

    @Test
    void aFamilyWithLabelsShowsNothingBeforeItsFirstSample() {
        registry.counter("c_total", "help", "name");

        assertThat(registry.page()).isEmpty();
    }

    @Test
    void seriesAreSortedByTheirLabels() {
        Counter counter = registry.counter("c_total", "help", "name");
        counter.increment("b");
        counter.add(2, "a");

        assertThat(registry.page()).endsWith("c_total{name=\"a\"} 2\nc_total{name=\"b\"} 1\n");
    }

    @Test
    void aNumberReadElsewhereIsReadAtEachLook() {
        AtomicInteger depth = new AtomicInteger(1);
        registry.gauge("depth", "help", "name").read(depth::get, "q");
        registry.counter("c_total", "help").read(depth::get);

        depth.set(7);

        assertThat(registry.page()).contains("depth{name=\"q\"} 7\n", "c_total 7\n");
    }

    @Test
    void aGaugeGoesUpAndDownAndCanBeForgotten() {
        Gauge gauge = registry.gauge("g", "help", "name");
        gauge.add(3, "q");
        gauge.add(-1, "q");

        assertThat(gauge.value("q")).isEqualTo(2);
        gauge.remove("q");
        assertThat(registry.page()).isEmpty();
    }

    @Test
    void askingAgainAnswersTheSameFamily() {
        registry.counter("c_total", "help", "name").increment("q");
        registry.counter("c_total", "help", "name").increment("q");

        assertThat(registry.counter("c_total", "help", "name").value("q")).isEqualTo(2);
    }

    @Test
    void anotherShapeUnderATakenNameIsABug() {
        registry.counter("taken", "help", "name");
        registry.histogram("h", "help", List.of(1.));

        assertThatIllegalStateException().isThrownBy(() -> registry.gauge("taken", "help", "name"));
        assertThatIllegalStateException().isThrownBy(() -> registry.counter("taken", "help", "other"));
        assertThatIllegalStateException().isThrownBy(() -> registry.histogram("h", "help", List.of(2.)));
    }

    @Test
    void aWrongNumberOfLabelsIsABug() {
        Counter counter = registry.counter("c_total", "help", "name");

        assertThatIllegalArgumentException().isThrownBy(counter::increment);
        assertThatIllegalArgumentException().isThrownBy(() -> counter.increment("a", "b"));
    }

    @Test
    void aCounterNeverShrinks() {
        Counter counter = registry.counter("c_total", "help");

        assertThatIllegalArgumentException().isThrownBy(() -> counter.add(-1));
    }
}
