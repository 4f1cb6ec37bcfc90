package io.csi4j.provisioner.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagedByTest {
    private static final String CENTRAL = ManagedBy.CENTRAL;

    /** Golden values: the objects of the provisioner before us must be found again. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            case                  | begin                | letters | begins with           | hash     | ends with node
            short                 | external-provisioner | 2       | external-provisioner- | ''       | true
            empty base            | ''                   | 2       | ''                    | ''       | true
            exactly 63            | external-provisioner | 38      | external-provisioner- | ''       | true
            one over              | external-provisioner | 39      | external-p-           | 53f40b57 | true
            52                    | external-provisioner | 48      | e-                    | 53f40b57 | true
            53: no room for both  | external-provisioner | 49      | external-provisioner- | a3607ff1 | false
            67                    | external-provisioner | 63      | external-provisioner- | df38e37f | false
            67 without base       | ''                   | 63      | ''                    | fa65587e | false
            """)
    void theLabelIsWholeOrCutAndTold(
            String name, String begin, int letters, String begins, String hash, boolean endsWithNode) {
        String node = "node" + "a".repeat(letters);

        String expected = begins + hash + (endsWithNode && !hash.isEmpty() ? "-" : "") + (endsWithNode ? node : "");
        assertThat(ManagedBy.named(begin, node)).isEqualTo(expected).hasSizeLessThanOrEqualTo(63);
    }

    @Test
    void aNodesLabelBeginsAsTheCentralOne() {
        assertThat(ManagedBy.node("worker-1.example.com")).isEqualTo(CENTRAL + "-worker-1.example.com");
    }
}
