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
        return taken(Counter.class, new Counter(new Description(name, help, labelNames)));
    }

    /** A number that goes up and down. */
    public Gauge gauge(String name, String help, String... labelNames) {
        return taken(Gauge.class, new Gauge(new Description(name, help, labelNames)));
    }

    /** A distribution over buckets with these upper bounds, ascending; see {@link Buckets}. */
    public Histogram histogram(String name, String help, List<Double> bounds, String... labelNames) {
        Description description = new Description(name, help, labelNames);
        Histogram taken = taken(Histogram.class, new Histogram(description, bounds));
        if (!taken.bounds().equals(bounds)) {
            throw clash(taken);
        }
        return taken;
    }

    /** The page as it stands now, in the text format 0.0.4. */
    public String page() {
        TextPage page = new TextPage();
        families.values().forEach(page::family);
        return page.toString();
    }

    private <F extends Family> F taken(Class<F> kind, F fresh) {
        Description asked = fresh.description();
        Family taken = families.computeIfAbsent(asked.name(), name -> fresh);
        if (!kind.isInstance(taken) || !taken.description().labelNames().equals(asked.labelNames())) {
            throw clash(taken);
        }
        return kind.cast(taken);
    }

    private static IllegalStateException clash(Family taken) {
        return new IllegalStateException("metric exists with another shape: " + taken.description());
    }
}
