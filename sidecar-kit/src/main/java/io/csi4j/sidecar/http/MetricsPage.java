package io.csi4j.sidecar.http;

import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.sidecar.metrics.ProcessMetrics;
import java.util.Map;

/** What a Prometheus server reads; with the header by which upstream tells when the process began, in seconds. */
record MetricsPage(MetricsRegistry registry, Map<String, String> headers) implements Page {
    MetricsPage(MetricsRegistry registry) {
        this(
                registry,
                Map.of(
                        "Process-Start-Time-Unix",
                        Long.toString(ProcessMetrics.startedAt().getEpochSecond())));
    }

    @Override
    public Answer answer(Request request) {
        return new Answer(200, MetricsRegistry.CONTENT_TYPE, registry.page(), headers);
    }
}
