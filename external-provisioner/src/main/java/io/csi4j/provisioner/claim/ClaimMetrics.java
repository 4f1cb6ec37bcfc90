package io.csi4j.provisioner.claim;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.sidecar.metrics.Buckets;
import io.csi4j.sidecar.metrics.Counter;
import io.csi4j.sidecar.metrics.Histogram;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import java.time.Duration;
import java.util.Optional;

/** How many volumes were made and how long that took, with the names dashboards know (contract section 10). */
public final class ClaimMetrics {
    private static final String BEGIN = "controller_persistentvolumeclaim_provision_";
    /** Storage class, and kind of data source. */
    private static final String[] LABELS = {"class", "source"};

    private final Counter provisioned;
    private final Counter failed;
    private final Histogram duration;

    public ClaimMetrics(MetricsRegistry registry) {
        provisioned = registry.counter(BEGIN + "total", "Volumes made for claims", LABELS);
        failed = registry.counter(BEGIN + "failed_total", "Failed attempts to make a volume for a claim", LABELS);
        duration = registry.histogram(
                BEGIN + "duration_seconds", "Time a successful attempt took", Buckets.STANDARD, LABELS);
    }

    void provisioned(Claim claim, Duration took) {
        provisioned.increment(storageClass(claim), source(claim));
        duration.observe(took, storageClass(claim), source(claim));
    }

    void failed(Claim claim) {
        failed.increment(storageClass(claim), source(claim));
    }

    /** The field alone, never the beta annotation: what upstream's dashboards group by. */
    private static String storageClass(Claim claim) {
        return Optional.ofNullable(claim.spec().storageClassName()).orElse("");
    }

    private static String source(Claim claim) {
        return Optional.ofNullable(claim.spec().dataSource())
                .map(DataSource::kind)
                .orElse("");
    }
}
