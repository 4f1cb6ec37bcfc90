package io.csi4j.sidecar.metrics;

import io.csi4j.sidecar.csi.GrpcText;
import io.csi4j.sidecar.launch.Ticker;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How long calls of the driver's protocol take, by driver, method and result:
 * {@code csi_sidecar_operations_seconds}. Contract common.md, section 6. Safe for all threads.
 */
public final class OperationMetrics {
    /** Whether a call is for a migrated in-tree volume; counts only with {@link Shape#migrated}. */
    public static final CallOptions.Key<Boolean> MIGRATED = CallOptions.Key.createWithDefault("migrated", false);

    private static final String UNKNOWN_DRIVER = "unknown-driver";
    private static final String MIGRATED_LABEL = "migrated";
    private static final String HELP =
            "Container Storage Interface operation duration with gRPC error code status total";

    private final Shape shape;
    private final Histogram histogram;
    private final Ticker ticker;
    private final AtomicReference<String> driver;
    private final Map<String, String> values;

    /**
     * What the family looks like.
     *
     * @param subsystem the name's beginning
     * @param stability a word of the help text
     * @param varying names of labels whose values {@link #with} gives
     * @param fixed labels with the same value on every sample
     */
    public record Shape(String subsystem, String stability, List<String> varying, Map<String, String> fixed) {
        public Shape {
            varying = List.copyOf(varying);
            fixed = Map.copyOf(fixed);
        }

        /** What all sidecars use. */
        public static Shape sidecar() {
            return new Shape("csi_sidecar", "ALPHA", List.of(), Map.of());
        }

        /** What drivers use. */
        public static Shape plugin() {
            return new Shape("csi_plugin", "ALPHA", List.of(), Map.of());
        }

        /** The same with the label {@code migrated}, for the drivers that replace an in-tree one. */
        public Shape migrated() {
            List<String> names = new ArrayList<>(varying);
            names.add(MIGRATED_LABEL);
            return new Shape(subsystem, stability, names, fixed);
        }
    }

    /** Puts the family into the registry; the driver is {@code unknown-driver} until {@link #driverName} is called. */
    public OperationMetrics(MetricsRegistry registry, Shape shape, Ticker ticker) {
        this(shape, register(registry, shape), ticker, new AtomicReference<>(UNKNOWN_DRIVER), Map.of());
    }

    private OperationMetrics(
            Shape shape,
            Histogram histogram,
            Ticker ticker,
            AtomicReference<String> driver,
            Map<String, String> values) {
        this.shape = shape;
        this.histogram = histogram;
        this.ticker = ticker;
        this.driver = driver;
        this.values = Map.copyOf(values);
    }

    private static Histogram register(MetricsRegistry registry, Shape shape) {
        List<String> names = new ArrayList<>(List.of("driver_name", "method_name", "grpc_status_code"));
        names.addAll(shape.varying());
        names.addAll(shape.fixed().keySet().stream().sorted().toList());
        return registry.histogram(
                shape.subsystem() + "_operations_seconds",
                "[" + shape.stability() + "] " + HELP,
                Buckets.OPERATIONS,
                names.toArray(String[]::new));
    }

    /** Names the driver on every later sample, also of the metrics derived from this one. */
    public void driverName(String name) {
        driver.set(name.isEmpty() ? UNKNOWN_DRIVER : name);
    }

    /**
     * The same metrics with values for some of the varying labels; a value that was never given shows as empty.
     *
     * @throws IllegalArgumentException when a label was not declared or has its value already
     */
    public OperationMetrics with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(values);
        more.forEach((name, value) -> {
            if (!shape.varying().contains(name)) {
                throw new IllegalArgumentException("label was not declared: " + name);
            }
            if (all.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException("label has a value already: " + name);
            }
        });
        return new OperationMetrics(shape, histogram, ticker, driver, all);
    }

    /**
     * Counts one call.
     *
     * @param method full gRPC method with a slash in front, {@code /csi.v1.Controller/CreateVolume}
     * @param failure what it failed with, null for success
     */
    public void record(String method, @Nullable Throwable failure, Duration took) {
        count(method, GoStatus.of(failure), took, values);
    }

    /** Times every call of a channel. */
    public ClientInterceptor client() {
        return new TimedCalls(this, ticker);
    }

    /** Times every call a server answers; without the label {@code migrated}. */
    public ServerInterceptor server() {
        return new TimedAnswers(this, ticker);
    }

    void count(String method, Status.Code code, Duration took) {
        count(method, GrpcText.codeName(code), took, values);
    }

    void count(String method, Status.Code code, Duration took, boolean migrated) {
        Map<String, String> all = new HashMap<>(values);
        all.putIfAbsent(MIGRATED_LABEL, Boolean.toString(migrated));
        count(method, GrpcText.codeName(code), took, all);
    }

    private void count(String method, String code, Duration took, Map<String, String> labels) {
        List<String> all = new ArrayList<>(List.of(driver.get(), method, code));
        shape.varying().forEach(name -> all.add(labels.getOrDefault(name, "")));
        shape.fixed().keySet().stream()
                .sorted()
                .forEach(name -> all.add(shape.fixed().get(name)));
        histogram.observe(took, all.toArray(String[]::new));
    }
}
