package io.csi4j.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.DataSource;
import io.csi4j.provisioner.Given;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the labels of a claim's metrics say: contract section 10. */
class ClaimMetricsTest {
    /** The class is the field's, never the old annotation's; the source is the older field's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            class | annotated | field | kind                  | labels
            fast  |           |       |                       | class="fast",source=""
            fast  | slow      |       |                       | class="fast",source=""
                  | slow      |       |                       | class="",source=""
            fast  |           | own   | VolumeSnapshot        | class="fast",source="VolumeSnapshot"
            fast  |           | own   | PersistentVolumeClaim | class="fast",source="PersistentVolumeClaim"
            fast  |           | ref   | VolumeSnapshot        | class="fast",source=""
            """)
    void labelsAreThoseOfTheContract(
            @Nullable String storageClass,
            @Nullable String annotated,
            @Nullable String field,
            @Nullable String kind,
            String labels) {
        var registry = MetricsRegistry.ofThisProcess();
        var metrics = new ClaimMetrics(registry);
        var claim = Given.aClaim().ofClass(storageClass);
        if (annotated != null) {
            claim.annotated(Map.of("volume.beta.kubernetes.io/storage-class", annotated));
        }
        if (kind != null) {
            var source = new DataSource("any", kind, "s", null);
            claim.from("own".equals(field) ? source : null).fromRef("ref".equals(field) ? source : null);
        }

        metrics.failed(claim.build());
        metrics.provisioned(claim.build(), Duration.ofMillis(20));

        String begin = "controller_persistentvolumeclaim_provision_";
        assertThat(registry.page())
                .contains(begin + "failed_total{" + labels + "} 1\n")
                .contains(begin + "total{" + labels + "} 1\n")
                .contains(begin + "duration_seconds_count{" + labels + "} 1\n");
    }
}
