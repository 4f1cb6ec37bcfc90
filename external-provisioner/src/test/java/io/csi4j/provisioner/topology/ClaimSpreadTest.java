package io.csi4j.provisioner.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimSpreadTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            text      | hash
            testset   | 1633848515
            testpvc   | 1684622678
            ''        | 2166136261
            """)
    void hashIsTheOneUpstreamUses(String text, long hash) {
        assertThat(Integer.toUnsignedLong(ClaimSpread.fnv1(text))).isEqualTo(hash);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            claim                 | terms | start
            x-testset-1           | 4     | 0
            testset-1             | 4     | 0
            other-name-testset-1  | 4     | 0
            testset-0             | 4     | 3
            testset-2             | 4     | 1
            testset-3             | 4     | 2
            testset-0000000000003 | 4     | 2
            testset-4294967295    | 4     | 2
            testpvc               | 3     | 2
            testpvc               | 1     | 0
            """)
    void replicasOfAStatefulSetStartAtFollowingTerms(String claim, int terms, int start) {
        assertThat(ClaimSpread.start(claim, terms)).isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            claim               | terms
            testset-            | 4
            testset-x1          | 7
            testset-4294967296  | 7
            """)
    void aNameWithoutOrdinalIsHashedWhole(String claim, int terms) {
        int expected = Integer.remainderUnsigned(ClaimSpread.fnv1(claim), terms);

        assertThat(ClaimSpread.start(claim, terms)).isEqualTo(expected);
    }
}
