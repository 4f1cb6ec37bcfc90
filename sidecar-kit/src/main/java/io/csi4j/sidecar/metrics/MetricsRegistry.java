package io.csi4j.sidecar.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * All metrics of one process, by name. Asking again for a family of the same kind and labels answers the same one, so
 * that several queues share {@code workqueue_depth}; anything else under a taken name is a bug. Safe for all threads.
 */
public final class MetricsRegistry {
    /** What the page is, for the {@code Content-Type} header. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

    private final Map<String, Family> families = new ConcurrentSkipListMap<>();

    /** A registry that already shows {@code process_start_time_seconds} and the other facts about this process. */
    public static MetricsRegistry ofThisProcess() {
        MetricsRegistry registry = new MetricsRegistry();
        ProcessMetrics.on(registry);
        return registry;
    }

    /** A number that only grows; by convention the name ends in {@code _total}. */
    public Counter counter(String name, String help, String... labelNames) {
        Description description = new Description(name, help, labelNames);
        return switch (taken(description, new Counter(description))) {
            case Counter counter -> counter;
            case Gauge gauge -> throw clash(gauge);
            case Histogram histogram -> throw clash(histogram);
        };
    }

    /** A number that goes up and down. */
    public Gauge gauge(String name, String help, String... labelNames) {
        Description description = new Description(name, help, labelNames);
        return switch (taken(description, new Gauge(description))) {
            case Gauge gauge -> gauge;
            case Counter counter -> throw clash(counter);
            case Histogram histogram -> throw clash(histogram);
        };
    }

    /** A distribution over buckets with these upper bounds, ascending; see {@link Buckets}. */
    public Histogram histogram(String name, String help, List<Double> bounds, String... labelNames) {
        Description description = new Description(name, help, labelNames);
        return switch (taken(description, new Histogram(description, bounds))) {
            case Histogram histogram when histogram.bounds().equals(bounds) -> histogram;
            case Histogram histogram -> throw clash(histogram);
            case Counter counter -> throw clash(counter);
            case Gauge gauge -> throw clash(gauge);
        };
    }

    /** The page as it stands now, in the text format 0.0.4. */
    public String page() {
        TextPage page = new TextPage();
        families.values().forEach(page::family);
        return page.toString();
    }

    private Family taken(Description description, Family fresh) {
        Family taken = families.computeIfAbsent(description.name(), name -> fresh);
        if (!taken.description().labelNames().equals(description.labelNames())) {
            throw clash(taken);
        }
        return taken;
    }

    private static IllegalStateException clash(Family taken) {
        return new IllegalStateException("metric exists with another shape: " + taken.description());
    }
}
