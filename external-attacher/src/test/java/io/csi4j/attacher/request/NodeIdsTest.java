package io.csi4j.attacher.request;

import static io.csi4j.samples.Samples.aCsiNode;
import static io.csi4j.samples.Samples.anAttachment;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.CsiNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeIdsTest {
    /** Contract 4.1, step 7, and 4.2, step 3. {@code -} stands for an annotation that is not there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    CSINode        | annotation | to attach                       | to detach
                    with driver    | -          | id-of-node-1                    | id-of-node-1
                    with driver    | old        | id-of-node-1                    | id-of-node-1
                    without driver | -          | CSINode node-1 does not contain | CSINode node-1 does not contain
                    without driver | old        | CSINode node-1 does not contain | old
                    none           | -          | CSINode node-1 not found        | CSINode node-1 not found
                    none           | old        | CSINode node-1 not found        | old
                    none           | ''         | CSINode node-1 not found        | ''
                    """)
    void theNodeIdComesFromTheNodeAndForADetachFromTheAttachment(
            String csiNode, String annotation, String toAttach, String toDetach) {
        var sample = anAttachment();
        var attachment = annotation.equals("-")
                ? sample.record()
                : sample.annotated(Annotations.NODE_ID, annotation).record();

        assertThat(text(NodeIds.forAttach(attachment, csiNode(csiNode)))).startsWith(toAttach);
        assertThat(text(NodeIds.forDetach(attachment, csiNode(csiNode)))).startsWith(toDetach);
        assertThat(text(NodeIds.forDetach(attachment, csiNode(csiNode))).isEmpty())
                .isEqualTo(toDetach.isEmpty());
    }

    private static @Nullable CsiNode csiNode(String kind) {
        return switch (kind) {
            case "with driver" -> aCsiNode().record();
            case "without driver" ->
                aCsiNode().withoutDriver().withOther("other.example.com").record();
            default -> null;
        };
    }

    private static String text(Step<String> step) {
        return switch (step) {
            case Step.Ready<String>(var nodeId) -> nodeId;
            case Step.Blocked<String>(var problem) -> problem.message();
        };
    }
}
