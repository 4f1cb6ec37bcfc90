/**
 * Counters, gauges and histograms of one process, and the page a Prometheus server reads.
 *
 * <p>Enter at {@link MetricsRegistry}; {@link OperationMetrics} times calls of the driver's protocol. Own types instead
 * of the Prometheus client: bucket labels must read as Go writes them ({@code le="1"}), and the client costs 65 ms of
 * CPU and 4 MB at start. Contract: common.md, section 6. May use {@code log} and {@code launch}; must not know
 * {@code csi}, {@code flags} or {@code http}.
 */
@NullMarked
package io.csi4j.sidecar.metrics;

import org.jspecify.annotations.NullMarked;
