package io.csi4j.provisioner.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.provisioner.Given;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnNodeTest {
    @Test
    void itStandsForNodeAndCsiNode() {
        var node = new OwnNode("n1", Map.of("zone", "a", "rack", "1"));

        assertThat(node.driverKeys("n1")).contains(List.of("rack", "zone"));
        assertThat(node.labels("n1")).contains(node.segments());
        assertThat(node.anyDriverKeys()).containsExactly("rack", "zone");
        assertThat(node.allLabels()).containsExactly(node.segments());
        assertThat(node.driverKeys("n2")).isEmpty();
        assertThat(node.labels("n2")).isEmpty();
    }

    /** Terms split by a slash, requirements by a comma: {@code key operator values}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            affinity                         | segments      | reached
            zone In a                        | zone=a;rack=1 | true
            zone In a+b                      | zone=a        | true
            zone In b                        | zone=a        | false
            zone In b / zone In a            | zone=a        | true
            zone In a , rack In 2            | zone=a;rack=1 | false
            zone In a , rack In 2            | zone=a        | false
            zone In a                        | ''            | true
            zone NotIn b                     | zone=a        | true
            zone NotIn a                     | zone=a        | false
            zone NotIn a                     | rack=1        | true
            zone Exists                      | zone=a        | true
            zone Exists                      | rack=1        | false
            zone DoesNotExist                | rack=1        | true
            zone DoesNotExist                | zone=a        | false
            """)
    void volumesAreReachedWhereTheirAffinityFits(String affinity, String segments, boolean reached) {
        var terms = Stream.of(affinity.split(" / "))
                .map(term -> new NodeTerm(Stream.of(term.split(","))
                        .map(text -> text.trim().split(" "))
                        .map(words -> new NodeTerm.Requirement(
                                words[0], words[1], words.length < 3 ? List.of() : List.of(words[2].split("\\+"))))
                        .toList()))
                .toList();

        assertThat(new OwnNode("n1", Given.pairs(segments)).reaches(terms)).isEqualTo(reached);
    }

    @Test
    void aVolumeWithoutAffinityIsReachedEverywhereAndAnEmptyTermNowhere() {
        var node = new OwnNode("n1", Map.of("zone", "a"));

        assertThat(node.reaches(null)).isTrue();
        assertThat(node.reaches(List.of(new NodeTerm(List.of())))).isFalse();
    }
}
