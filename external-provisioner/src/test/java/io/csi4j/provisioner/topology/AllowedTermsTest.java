package io.csi4j.provisioner.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.controller.storage.NodeTerm.Requirement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows: allowed terms split by {@code or}, expressions by {@code and}, values by a comma. */
class AllowedTermsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            allowed                        | terms
            zone=a                         | [zone=a]
            zone=a,b                       | [zone=a] [zone=b]
            zone=a,b and rack=1,2          | [rack=1, zone=a] [rack=1, zone=b] [rack=2, zone=a] [rack=2, zone=b]
            zone=a or zone=b and rack=1    | [zone=a] [rack=1, zone=b]
            zone=a,b or zone=b,c           | [zone=a] [zone=b] [zone=b] [zone=c]
            ''                             | ''
            """)
    void everyCombinationOfValuesIsATerm(String allowed, String terms) {
        var flat = AllowedTerms.flatten(parse(allowed));

        assertThat(String.join(" ", flat.stream().map(Term::toString).toList())).isEqualTo(terms);
    }

    static List<NodeTerm> parse(String allowed) {
        return Arrays.stream(allowed.split(" or "))
                .filter(text -> !text.isBlank())
                .map(text -> new NodeTerm(Arrays.stream(text.split(" and "))
                        .map(AllowedTermsTest::requirement)
                        .toList()))
                .toList();
    }

    private static Requirement requirement(String text) {
        String[] sides = text.trim().split("=", 2);
        return Requirement.in(sides[0], List.of(sides[1].split(",")));
    }
}
