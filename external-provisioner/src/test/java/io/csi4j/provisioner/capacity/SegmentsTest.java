package io.csi4j.provisioner.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.CsiNode;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.Node;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.provisioner.Given;
import io.csi4j.provisioner.topology.Term;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentsTest {
    /** A node each word: {@code name:labels:keys}; without keys the driver has none there, {@code -} is another's node. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            case                      | nodes                                                  | segments
            no nodes                  | ''                                                     | ''
            one node                  | n1:zone=a:zone                                         | [zone=a]
            one for each              | n1:zone=a:zone n2:zone=b:zone                          | [zone=a] [zone=b]
            shared                    | n1:zone=a:zone n2:zone=a:zone                          | [zone=a]
            deep                      | n1:zone=a;rack=1:zone,rack n2:zone=a;rack=2:zone,rack  | [rack=1, zone=a] [rack=2, zone=a]
            unsorted keys             | n1:zone=a;rack=1:zone,rack n2:zone=a;rack=1:rack,zone  | [rack=1, zone=a]
            mixed keys                | n1:zone=a:zone n2:zone=a;rack=1:zone,rack              | [rack=1, zone=a] [zone=a]
            other labels are left out | n1:zone=a;arch=x:zone                                  | [zone=a]
            a label is missing        | n1:zone=a:zone,rack n2:zone=b;rack=1:zone,rack         | [rack=1, zone=b]
            the node is missing       | n1::zone n2:zone=b:zone                                | [zone=b]
            no keys: all nodes        | n1:zone=a: n2:zone=b:                                  | []
            the driver is not there   | n1:zone=a:- n2:zone=b:zone                             | [zone=b]
            """)
    void segmentsAreThoseOfTheDriversNodes(String name, String nodes, String segments) {
        var seen = Stream.of(nodes.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.split(":", -1))
                .toList();

        var found = Segments.of(
                Given.DRIVER,
                seen.stream().map(SegmentsTest::csiNode).toList(),
                wanted -> seen.stream()
                        .filter(word -> word[0].equals(wanted))
                        .findFirst()
                        .flatMap(SegmentsTest::node));

        assertThat(text(found)).isEqualTo(segments);
    }

    private static CsiNode csiNode(String[] word) {
        boolean another = word[2].equals("-");
        var keys =
                Arrays.stream(word[2].split(",")).filter(key -> !key.isEmpty()).toList();
        var driver = new CsiNode.Driver(another ? "other" : Given.DRIVER, word[0], another ? List.of() : keys, null);
        return new CsiNode(Meta.ofNew(ObjectKey.cluster(word[0])), List.of(driver));
    }

    /** A node without labels is one that is not there. */
    private static Optional<Node> node(String[] word) {
        return word[1].isEmpty()
                ? Optional.empty()
                : Optional.of(new Node(Meta.ofNew(ObjectKey.cluster(word[0])), Given.pairs(word[1])));
    }

    /** A term each word, requirements split by a semicolon: {@code key operator values}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            affinity                                 | segments
            zone In a                                | [zone=a]
            zone In a / zone In b                    | [zone=a] [zone=b]
            zone In a;rack In 1                      | [rack=1, zone=a]
            zone In a,b                              | ''
            zone NotIn a                             | ''
            zone Exists                              | ''
            zone In a;rack Exists / zone In b        | [zone=b]
            """)
    void anAffinityNamesSegmentsByOneValueForEachKey(String affinity, String segments) {
        var terms = Stream.of(affinity.split(" / "))
                .map(term -> new NodeTerm(Stream.of(term.split(";"))
                        .map(text -> text.trim().split(" "))
                        .map(words -> new NodeTerm.Requirement(
                                words[0], words[1], words.length < 3 ? List.of() : List.of(words[2].split(","))))
                        .toList()))
                .toList();

        assertThat(text(Segments.of(terms))).isEqualTo(segments);
    }

    private static String text(Set<Term> segments) {
        Collection<String> sorted =
                segments.stream().map(Term::toString).collect(Collectors.toCollection(TreeSet::new));
        return String.join(" ", sorted);
    }
}
