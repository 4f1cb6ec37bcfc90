package io.csi4j.provisioner.volume;

import io.csi4j.controller.storage.Volume;
import io.csi4j.sidecar.metrics.Buckets;
import io.csi4j.sidecar.metrics.Counter;
import io.csi4j.sidecar.metrics.Histogram;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import java.time.Duration;

/** How many volumes were deleted and how long that took, with the names dashboards know (contract section 10). */
public final class VolumeMetrics {
    private static final String BEGIN = "controller_persistentvolume_delete_";
    private static final String LABEL = "class";

    private final Counter deleted;
    private final Counter failed;
    private final Histogram duration;

    public VolumeMetrics(MetricsRegistry registry) {
        deleted = registry.counter(BEGIN + "total", "Volumes deleted at the driver", LABEL);
        failed = registry.counter(BEGIN + "failed_total", "Failed deletions of volumes at the driver", LABEL);
        duration = registry.histogram(
                BEGIN + "duration_seconds", "Time a successful deletion took", Buckets.STANDARD, LABEL);
    }

    void deleted(Volume volume, Duration took) {
        deleted.increment(volume.spec().storageClassName());
        duration.observe(took, volume.spec().storageClassName());
    }

    void failed(Volume volume) {
        failed.increment(volume.spec().storageClassName());
    }
}
