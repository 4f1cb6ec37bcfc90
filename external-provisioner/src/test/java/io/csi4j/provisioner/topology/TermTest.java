package io.csi4j.provisioner.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.provisioner.Given;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Order and containment of terms: contract 4.5. */
class TermTest {
    @Test
    void aTermIsSortedByKeyHoweverItWasWritten() {
        assertThat(term("zone=a;rack=1")).isEqualTo(term("rack=1;zone=a")).hasToString("[rack=1, zone=a]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            first         | second        | order
            ''            | a=1           | -1
            z=9           | a=1;b=1       | -1
            a=1           | a=1           | 0
            a=1           | a=2           | -1
            a=2           | b=1           | -1
            a=10          | a=2           | -1
            A=1           | a=1           | -1
            a=1;b=2       | a=1;b=3       | -1
            a=1;c=1       | a=1;b=2       | 1
            a=2;b=1       | a=1;b=2       | 1
            """)
    void termsAreOrderedByLengthThenKeyThenValue(String first, String second, int order) {
        assertThat(Integer.signum(term(first).compareTo(term(second)))).isEqualTo(order);
        assertThat(Integer.signum(term(second).compareTo(term(first)))).isEqualTo(-order);
    }

    @Test
    void manyTermsAreSorted() {
        var sorted = Stream.of("zone=b", "rack=1;zone=a", "zone=a", "rack=1", "")
                .map(TermTest::term)
                .sorted()
                .map(Term::toString)
                .toList();

        assertThat(sorted).isEqualTo(List.of("[]", "[rack=1]", "[zone=a]", "[zone=b]", "[rack=1, zone=a]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            term          | in            | contained
            a=1           | a=1           | true
            a=1           | a=1;b=2       | true
            b=2           | a=1;b=2       | true
            ''            | a=1           | true
            a=1;b=2       | a=1           | false
            a=2           | a=1;b=2       | false
            b=1           | a=1           | false
            """)
    void aTermIsContainedInOneWithAllItsPairs(String term, String in, boolean contained) {
        assertThat(term(term).isContainedIn(term(in))).isEqualTo(contained);
    }

    private static Term term(String segments) {
        return Term.of(Given.pairs(segments));
    }
}
