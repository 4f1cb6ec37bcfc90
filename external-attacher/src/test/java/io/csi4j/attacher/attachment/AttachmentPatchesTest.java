package io.csi4j.attacher.attachment;

import static io.csi4j.samples.Samples.anAttachment;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.api.Patch;
import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Attachment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttachmentPatchesTest {
    private static final String FINALIZER = "external-attacher/test-csi4j-io";
    private static final String UID = "\"metadata\":{\"uid\":\"uid-of-attachment-1\"";

    @Test
    void finalizerAndNodeIdGoInOnePatchThatNamesOursAlone() {
        var patch = AttachmentPatches.marked(anAttachment().heldBy("other").record(), FINALIZER, "n")
                .orElseThrow();

        assertThat(patch.form()).isEqualTo(Patch.Form.STRATEGIC_MERGE);
        assertThat(patch.subresource()).isEmpty();
        assertThat(patch.body())
                .contains(UID, "\"finalizers\":[\"" + FINALIZER + "\"]", "\"" + Annotations.NODE_ID + "\":\"n\"")
                .doesNotContain("other");
    }

    @Test
    void onlyWhatIsMissingIsMarked() {
        var held = anAttachment().heldBy(FINALIZER);

        assertThat(AttachmentPatches.marked(held.record(), FINALIZER, "n")
                        .orElseThrow()
                        .body())
                .contains(Annotations.NODE_ID)
                .doesNotContain("finalizers");
        assertThat(AttachmentPatches.marked(
                        held.annotated(Annotations.NODE_ID, "n").record(), FINALIZER, "n"))
                .isEmpty();
        assertThat(AttachmentPatches.marked(held.record(), FINALIZER, "other")
                        .orElseThrow()
                        .body())
                .contains("\"other\"");
    }

    @Test
    void theFinalizerIsTakenOffAlone() {
        var patch = AttachmentPatches.released(
                anAttachment().heldBy(FINALIZER).heldBy("other").record(), FINALIZER);

        assertThat(patch.form()).isEqualTo(Patch.Form.STRATEGIC_MERGE);
        assertThat(patch.body())
                .contains(UID, "\"$deleteFromPrimitiveList/finalizers\":[\"" + FINALIZER + "\"]")
                .doesNotContain("other");
    }

    @Test
    void attachedTellsTheDifferenceOfTheMetadataAndDropsTheFault() {
        var seen = anAttachment().attached(Map.of("a", "1", "gone", "x")).failedToAttach("f");

        var patch = AttachmentPatches.attached(seen.record(), Map.of("a", "2")).orElseThrow();

        assertThat(patch.subresource()).isEqualTo("status");
        assertThat(patch.body())
                .contains(UID, "\"attached\":true", "\"gone\":null", "\"a\":\"2\"", "\"attachError\":null")
                .doesNotContain("detachError");
    }

    @Test
    void attachedWithoutMetadataTakesTheFieldAway() {
        var patch =
                AttachmentPatches.attached(anAttachment().record(), Map.of()).orElseThrow();

        assertThat(patch.body()).contains("\"attachmentMetadata\":null");
    }

    @Test
    void nothingIsWrittenWhereNothingDiffers() {
        assertThat(AttachmentPatches.attached(
                        anAttachment().attached(Map.of("a", "1")).record(), Map.of("a", "1")))
                .isEmpty();
        assertThat(AttachmentPatches.attached(anAttachment().attached(Map.of()).record(), Map.of()))
                .isEmpty();
        assertThat(AttachmentPatches.detached(
                        anAttachment().failedToAttach("stays").record()))
                .isEmpty();
    }

    @Test
    void detachedLeavesTheFaultOfTheAttach() {
        var seen = anAttachment()
                .attached(Map.of("a", "1"))
                .failedToAttach("stays")
                .failedToDetach("goes");

        assertThat(AttachmentPatches.detached(seen.record()).orElseThrow().body())
                .contains(UID, "\"attached\":false", "\"attachmentMetadata\":null", "\"detachError\":null")
                .doesNotContain("attachError");
    }

    @Test
    void aFaultWithoutCodeTakesAnOldCodeAway() {
        var fault = new Attachment.Fault("2026-01-01T00:00:00Z", "why", null);

        assertThat(AttachmentPatches.failed(anAttachment().record(), "attachError", fault)
                        .body())
                .contains(UID, "\"attachError\":{", "\"message\":\"why\"", "\"errorCode\":null");
    }
}
