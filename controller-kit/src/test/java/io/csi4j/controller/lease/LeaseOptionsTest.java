package io.csi4j.controller.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.sidecar.launch.StartupException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseOptionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            lock name                            | lease
            nfs.csi.k8s.io                       | nfs-csi-k8s-io
            external-resizer-nfs.csi.k8s.io      | external-resizer-nfs-csi-k8s-io
            example.com/driver                   | example-com-driver
            driver\\                             | driver-X
            Driver_1                             | Driver-1
            a-                                   | a-X
            """)
    void namesAreMadeFitAsUpstreamDoes(String lockName, String lease) {
        LeaseOptions options = options(lockName, Map.of());

        assertThat(options.leaseName()).isEqualTo(lease);
    }

    @Test
    void theHolderIsTheHostnameAndEventsNameBothAsTheyAre() {
        LeaseOptions options =
                new LeaseOptions("nfs.csi.k8s.io", "kube-system", "node-1.example", LeaseTiming.STANDARD, Map.of());

        assertThat(options.identity()).isEqualTo("node-1-example");
        assertThat(options.eventComponent()).isEqualTo("nfs.csi.k8s.io/node-1.example");
    }

    @Test
    void aLeaseWithoutANameIsRefused() {
        assertThatThrownBy(() -> options("", Map.of()))
                .isInstanceOf(StartupException.class)
                .hasMessage("leader election: need a name for the lease, got none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            key                  | value    | valid
            app                  | csi      | true
            example.com/app      | v1.2_3-4 | true
            app                  | ''       | true
            -app                 | csi      | false
            app                  | -csi     | false
            Example.com/app      | csi      | false
            a b                  | csi      | false
            ''                   | csi      | false
            """)
    void labelsMustBeLabels(String key, String value, boolean valid) {
        if (valid) {
            assertThat(options("x", Map.of(key, value)).labels()).containsEntry(key, value);
        } else {
            assertThatThrownBy(() -> options("x", Map.of(key, value)))
                    .hasMessage("leader election: need valid label key and value, got " + key + ":" + value);
        }
    }

    private static LeaseOptions options(String lockName, Map<String, String> labels) {
        return new LeaseOptions(lockName, "default", "host", LeaseTiming.STANDARD, labels);
    }
}
