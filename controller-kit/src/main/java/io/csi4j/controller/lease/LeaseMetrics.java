package io.csi4j.controller.lease;

import io.csi4j.sidecar.metrics.Counter;
import io.csi4j.sidecar.metrics.Gauge;
import io.csi4j.sidecar.metrics.MetricsRegistry;

/** The {@code leader_election_*} metrics; their label {@code name} is empty, as upstream's. */
public final class LeaseMetrics {
    private static final String NAME = "";

    private final Gauge leading;
    private final Counter slowPath;

    public LeaseMetrics(MetricsRegistry registry) {
        leading = registry.gauge("leader_election_master_status", "1 while this process leads, 0 otherwise", "name");
        slowPath =
                registry.counter("leader_election_slowpath_total", "Renewals that had to read the lease first", "name");
        leading(false);
    }

    void leading(boolean value) {
        leading.set(value ? 1 : 0, NAME);
    }

    void slowPath() {
        slowPath.increment(NAME);
    }
}
