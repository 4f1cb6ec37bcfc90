package io.csi4j.attacher.attachment;

import static io.csi4j.controller.storage.Annotations.NODE_ID;
import static io.csi4j.samples.Samples.anAttachment;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Attachment;
import io.csi4j.samples.AttachmentSample;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AttachmentChangesTest {
    private static final String OURS = "external-attacher/test-csi4j-io";

    /** Contract 3: upstream's rows of the change filter, and what has nothing to do. */
    static Stream<Arguments> changes() {
        return Stream.of(
                row("nothing, as at a resync", sample -> sample, sample -> sample, true),
                row("another node", sample -> sample, sample -> sample.of("volume-1", "node-2"), true),
                row("a finalizer", sample -> sample, sample -> sample.heldBy("x"), true),
                row("an attach error is added", sample -> sample, sample -> sample.failedToAttach("a"), false),
                row("the attach error changes", s -> s.failedToAttach("a"), s -> s.failedToAttach("b"), false),
                row("the attach error goes", s -> s.failedToAttach("a"), s -> s, false),
                row("a detach error is added", sample -> sample, sample -> sample.failedToDetach("a"), false),
                row("the detach error changes", s -> s.failedToDetach("a"), s -> s.failedToDetach("b"), false),
                row("nothing, beside an error", s -> s.failedToAttach("a"), s -> s.failedToAttach("a"), false),
                row(
                        "deletion, beside an error",
                        s -> s.failedToAttach("a"),
                        s -> s.failedToAttach("a").deleting(),
                        true),
                row("attached, beside an error", s -> s.failedToAttach("a"), s -> s.attached(Map.of()), false),
                row("an annotation, beside an error", s -> s.failedToAttach("a"), s -> s.annotated("k", "v"), true),
                row("our finalizer goes", s -> s.heldBy(OURS), s -> s, true),
                row("another node id", s -> s.annotated(NODE_ID, "m"), s -> s.annotated(NODE_ID, "n"), true),
                row("attached", s -> s, s -> s.attached(Map.of()), false),
                row("a label of an attached one", s -> s.attached(Map.of()), s -> s.attached(Map.of()), false),
                row(
                        "deletion of an attached one",
                        s -> s.attached(Map.of()),
                        s -> s.attached(Map.of()).deleting(),
                        true),
                row("attached no more", s -> s.attached(Map.of()), s -> s, true));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("changes")
    void savedFaultsAndWhatIsDoneAreNotWorthAPass(String what, Attachment before, Attachment now, boolean worth) {
        assertThat(AttachmentChanges.isWorthAPass(before, now)).as(what).isEqualTo(worth);
    }

    private static Arguments row(
            String what, UnaryOperator<AttachmentSample> before, UnaryOperator<AttachmentSample> now, boolean worth) {
        return Arguments.of(
                what,
                before.apply(anAttachment()).record(),
                now.apply(anAttachment()).record(),
                worth);
    }
}
