package io.csi4j.provisioner.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.provisioner.topology.Accessibility.Answer;
import io.csi4j.provisioner.topology.Accessibility.Question;
import io.csi4j.spec.v1.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessibilityTest {
    /** Three nodes in zones a, b and c; a fourth without labels; the driver registered on n1 and n2 only. */
    private final FakeNodes nodes = new FakeNodes()
            .node("n1", Map.of("zone", "a", "arch", "x"), List.of("zone"))
            .node("n2", Map.of("zone", "b"), List.of("zone"))
            .labels("n3", Map.of("zone", "c"))
            .labels("bare", Map.of())
            .keys("bare", List.of("zone"))
            .labels("foreign", Map.of("zone", "c"))
            .keys("foreign", List.of())
            .keys("ghost", List.of("zone"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            node | strict | allowed    | immediate | requisite | preferred
            n2   | true   | ''         | true      | b         | b
            n2   | true   | ''         | false     | b         | b
            n2   | true   | zone=a,b   | true      | b         | b
            n2   | true   | zone=a,b   | false     | b         | b
            n2   | false  | ''         | true      | a b c     | b c a
            n2   | false  | ''         | false     | a b c     | b c a
            n2   | false  | zone=a,b   | true      | a b       | b a
            n2   | false  | zone=a,b   | false     | a b       | b a
            n1   | false  | zone=d,a   | false     | a d       | a d
            ''   | true   | zone=a,b,c | true      | a b c     | c a b
            ''   | true   | zone=a,b,c | false     | a b c     | c a b
            ''   | false  | zone=a,a,z | true      | a z       | a z
            ''   | false  | zone=a,a,z | false     | a z       | a z
            ''   | true   | ''         | true      | a b c     | c a b
            ''   | false  | ''         | true      | a b c     | c a b
            """)
    void requirementFollowsNodeClassAndFlags(
            String node, boolean strict, String allowed, boolean immediate, String requisite, String preferred) {
        var answer = ask(node, strict, allowed, immediate);

        assertThat(answer).isInstanceOfSatisfying(Answer.Required.class, required -> {
            assertThat(zones(required.requirement().getRequisiteList())).isEqualTo(requisite);
            assertThat(zones(required.requirement().getPreferredList())).isEqualTo(preferred);
        });
    }

    @Test
    void withoutNodeAndWithoutImmediateTopologyNothingIsAsked() {
        assertThat(ask("", false, "", false)).isEqualTo(new Answer.Unrestricted());
        assertThat(ask("", true, "", false)).isEqualTo(new Answer.Unrestricted());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            node    | strict | allowed | message
            n2      | true   | zone=a  | not in the allowed topologies
            n2      | false  | zone=a  | is not one of
            bare    | false  | ''      | lacks a label
            ghost   | false  | ''      | does not exist or lacks
            foreign | false  | ''      | no topology keys on node
            """)
    void nodesThatDoNotTellGiveNoRequirement(String node, boolean strict, String allowed, String message) {
        assertThat(ask(node, strict, allowed, true))
                .isInstanceOfSatisfying(
                        Answer.Unclear.class,
                        unclear -> assertThat(unclear.message()).contains(message));
    }

    @Test
    void aNodeWithoutCsiNodeMayBeReplacedByAnother() {
        assertThat(ask("n3", false, "", true)).isInstanceOf(Answer.NodeGone.class);
    }

    @Test
    void aClusterWithoutKeysGivesNoRequirement() {
        var question = question("", false, "", true, Seen.NOTHING);

        assertThat(Accessibility.of(question, new FakeNodes().labels("n", Map.of("zone", "a"))))
                .isInstanceOf(Answer.Unclear.class);
        assertThat(Accessibility.of(question, new FakeNodes().keys("n", List.of("zone"))))
                .isInstanceOf(Answer.Unclear.class);
    }

    /** The cache of contract 4.5: whatever was asked once can be asked again without Node and CSINode. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            node | strict | allowed
            n2   | false  | ''
            n2   | true   | ''
            n2   | false  | zone=a,b
            n2   | true   | zone=a,b
            n2   | false  | zone=b,a
            n1   | false  | zone=d,a
            n1   | false  | ''
            ''   | false  | ''
            ''   | false  | zone=c,a
            """)
    void aRepeatedCallIsTheSameAfterTheNodeIsGone(String node, boolean strict, String allowed) {
        var first = (Answer.Required) ask(node, strict, allowed, true);

        var again = Accessibility.of(question(node, strict, allowed, true, first.seen()), new FakeNodes());

        assertThat(again)
                .isInstanceOfSatisfying(
                        Answer.Required.class,
                        required -> assertThat(required.requirement()).isEqualTo(first.requirement()));
    }

    @Test
    void severalKeysMakeOneTermSortedByKey() {
        var two = new FakeNodes().node("n", Map.of("zone", "a", "rack", "1"), List.of("zone", "rack"));

        var answer = Accessibility.of(question("n", true, "", true, Seen.NOTHING), two);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Required.class,
                        required -> assertThat(
                                        required.requirement().getRequisite(0).getSegmentsMap())
                                .isEqualTo(Map.of("zone", "a", "rack", "1")));
    }

    /** Two keys on the node, one in the class: terms of different length. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            strict | allowed                        | requisite                            | first preferred
            false  | zone=a,b                       | [zone=a] [zone=b]                    | [zone=a]
            false  | zone=b or rack=1 and zone=a    | [zone=b] [rack=1, zone=a]            | [rack=1, zone=a]
            false  | rack=1,2 and zone=a or zone=a  | [zone=a] [rack=1, zone=a] [rack=2, zone=a] | [zone=a]
            true   | zone=a,b                       | [rack=1, zone=a]                     | [rack=1, zone=a]
            """)
    void anAllowedTermThatIsPartOfTheNodesFits(
            boolean strict, String allowed, String requisite, String firstPreferred) {
        var two = new FakeNodes().node("n", Map.of("zone", "a", "rack", "1"), List.of("zone", "rack"));

        var answer = Accessibility.of(question("n", strict, allowed, true, Seen.NOTHING), two);

        assertThat(answer).isInstanceOfSatisfying(Answer.Required.class, required -> {
            assertThat(terms(required.requirement().getRequisiteList())).isEqualTo(requisite);
            assertThat(terms(List.of(required.requirement().getPreferred(0)))).isEqualTo(firstPreferred);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            strict | allowed
            false  | rack=2 and zone=a
            true   | rack=2 and zone=a
            true   | rack=1 and zone=a and row=x
            """)
    void anAllowedTermThatSaysMoreOrOtherThanTheNodeDoesNot(boolean strict, String allowed) {
        var two = new FakeNodes().node("n", Map.of("zone", "a", "rack", "1"), List.of("zone", "rack"));

        assertThat(Accessibility.of(question("n", strict, allowed, true, Seen.NOTHING), two))
                .isInstanceOf(Answer.Unclear.class);
    }

    private static String terms(List<Topology> topologies) {
        return topologies.stream()
                .map(topology -> Term.of(topology.getSegmentsMap()).toString())
                .collect(Collectors.joining(" "));
    }

    private Answer ask(String node, boolean strict, String allowed, boolean immediate) {
        return Accessibility.of(question(node, strict, allowed, immediate, Seen.NOTHING), nodes);
    }

    private static Question question(String node, boolean strict, String allowed, boolean immediate, Seen seen) {
        return new Question("testpvc", node, AllowedTermsTest.parse(allowed), strict, immediate, seen);
    }

    private static String zones(List<Topology> terms) {
        return terms.stream().map(term -> term.getSegmentsOrThrow("zone")).collect(Collectors.joining(" "));
    }

    private static final class FakeNodes implements NodeViews {
        private final Map<String, Map<String, String>> labels = new LinkedHashMap<>();
        private final Map<String, List<String>> keys = new LinkedHashMap<>();

        FakeNodes node(String name, Map<String, String> ownLabels, List<String> ownKeys) {
            return labels(name, ownLabels).keys(name, ownKeys);
        }

        FakeNodes labels(String name, Map<String, String> own) {
            labels.put(name, own);
            return this;
        }

        FakeNodes keys(String name, List<String> own) {
            keys.put(name, own);
            return this;
        }

        @Override
        public Optional<List<String>> driverKeys(String node) {
            return Optional.ofNullable(keys.get(node));
        }

        @Override
        public Optional<Map<String, String>> labels(String node) {
            return Optional.ofNullable(labels.get(node));
        }

        @Override
        public List<String> anyDriverKeys() {
            return keys.values().stream()
                    .filter(own -> !own.isEmpty())
                    .findFirst()
                    .orElse(List.of());
        }

        @Override
        public Stream<Map<String, String>> allLabels() {
            return labels.values().stream();
        }
    }
}
