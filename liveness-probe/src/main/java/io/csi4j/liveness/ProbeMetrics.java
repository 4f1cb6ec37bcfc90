package io.csi4j.liveness;

import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.metrics.Counter;
import io.csi4j.sidecar.metrics.Gauge;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.sidecar.metrics.OperationMetrics;
import io.grpc.ClientInterceptor;

/** What this program counts: contract liveness-probe.md, section 5, and two families of ours. */
final class ProbeMetrics {
    /** Looks that did not even get to the Probe; upstream counts only those that did. */
    static final String UNREACHABLE = "livenessprobe_driver_unreachable_total";

    /** Seconds since the epoch of the last look that found the driver alive; 0 until then. */
    static final String LAST_SUCCESS = "livenessprobe_last_success_timestamp_seconds";

    private static final double MILLIS_PER_SECOND = 1e3;

    private final MetricsRegistry registry = MetricsRegistry.ofThisProcess();
    private final OperationMetrics operations;
    private final Counter unreachable;
    private final Gauge lastSuccess;
    private final Ticker ticker;

    ProbeMetrics(Ticker ticker) {
        this.ticker = ticker;
        operations = new OperationMetrics(registry, OperationMetrics.Shape.sidecar(), ticker);
        unreachable = registry.counter(UNREACHABLE, "Health checks that could not connect to the driver.");
        lastSuccess = registry.gauge(LAST_SUCCESS, "When the driver was last found alive.");
        unreachable.add(0);
        lastSuccess.set(0);
    }

    MetricsRegistry registry() {
        return registry;
    }

    /** Times the calls of a channel; their driver is {@code unknown-driver} until it told its name. */
    ClientInterceptor calls() {
        return operations.client();
    }

    void driverName(String name) {
        operations.driverName(name);
    }

    void countUnreachable() {
        unreachable.increment();
    }

    void succeededNow() {
        lastSuccess.set(ticker.now().toEpochMilli() / MILLIS_PER_SECOND);
    }
}
