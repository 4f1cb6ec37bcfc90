package io.csi4j.attacher;

import static io.csi4j.attacher.RunningAttacher.FINALIZER;
import static io.csi4j.attacher.RunningAttacher.META;
import static io.csi4j.attacher.RunningAttacher.NODE_ID;
import static io.csi4j.attacher.RunningAttacher.PUBLISH;
import static io.csi4j.attacher.RunningAttacher.STATUS;
import static io.csi4j.samples.Samples.aCsiNode;
import static io.csi4j.samples.Samples.aVolume;
import static io.csi4j.samples.Samples.anAttachment;
import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class AttachIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private RunningAttacher attacher;

    @BeforeEach
    void start() {
        attacher = RunningAttacher.start();
    }

    @AfterEach
    void stop() {
        attacher.close();
    }

    @Test
    void anAttachmentIsAttachedOnceWithThreePatches() throws InterruptedException {
        attacher.createVolumeAndNode();
        attacher.api.create(anAttachment().json());

        var attached = attacher.awaitAttached();

        assertThat(RunningAttacher.finalizers(attached)).containsExactly(FINALIZER);
        assertThat(annotation(attached)).isEqualTo("id-of-node-1");
        assertThat(attached.getAsJsonObject("status").getAsJsonObject("attachmentMetadata"))
                .isEqualTo(JsonParser.parseString("{\"fake-node\": \"id-of-node-1\"}"));
        assertThat(attacher.volumeFinalizers()).containsExactly(FINALIZER);
        assertThat(attacher.publishes()).singleElement().satisfies(request -> {
            assertThat(request.getVolumeId()).isEqualTo("handle-1");
            assertThat(request.getNodeId()).isEqualTo("id-of-node-1");
            assertThat(request.getVolumeContextMap()).isEqualTo(Map.of("share", "s"));
            assertThat(request.getReadonly()).isFalse();
        });
        assertThat(attacher.patches("persistentvolumes")).hasSize(1);
        assertThat(attacher.patches("volumeattachments")).hasSize(2);
    }

    @Test
    void anInlineVolumeIsAttachedWithoutAVolumeObject() throws InterruptedException {
        attacher.api.create(aCsiNode().json());
        attacher.addToDriver("handle-2");
        attacher.api.create(Given.inline(anAttachment().json()));

        attacher.awaitAttached();

        assertThat(attacher.publishes())
                .singleElement()
                .satisfies(request -> assertThat(request.getVolumeId()).isEqualTo("handle-2"));
        assertThat(attacher.patches("persistentvolumes")).isEmpty();
    }

    @Test
    void aVolumeOfAnotherDriverIsReadFromTheApiServer() throws InterruptedException {
        attacher.api.create(aVolume().servedBy("other.example.com", "handle-1").json());
        attacher.api.create(aCsiNode().json());
        attacher.addToDriver("handle-1");

        attacher.api.create(anAttachment().json());

        attacher.awaitAttached();
    }

    @Test
    void attachmentsOfOthersAndAttachedOnesAreLeftAlone() throws InterruptedException {
        attacher.createVolumeAndNode();
        attacher.api.create(
                anAttachment().named("other").of("other.example.com").json());
        attacher.api.create(anAttachment().named("attached").attached(Map.of()).json());

        attacher.api.create(anAttachment().json());

        attacher.awaitAttached();
        assertThat(attacher.publishes()).hasSize(1);
        assertThat(attacher.patches("volumeattachments"))
                .allMatch(call -> call.name().equals("attachment-1"));
    }

    @Test
    void aVolumeThatIsBeingDeletedIsNotAttached() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.api.create(aVolume().heldBy("other").deleting().json());
        attacher.api.create(aCsiNode().json());

        attacher.api.create(anAttachment().json());

        attacher.awaitFault("attachError", "marked for deletion");
        assertThat(attacher.publishes()).isEmpty();
    }

    @Test
    void anAttachmentWithBothSourcesIsRefused() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.createVolumeAndNode();
        var json = Given.inline(anAttachment().json());
        Given.source(json).addProperty("persistentVolumeName", "volume-1");

        attacher.api.create(json);

        attacher.awaitFault("attachError", "got both");
        assertThat(attacher.publishes()).isEmpty();
    }

    @Test
    void anAttachmentWaitsForItsVolumeAndNodeAndNotForATimer() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.close();
        attacher = RunningAttacher.start("--retry-interval-start=1h", "--retry-interval-max=1h");
        attacher.addToDriver("handle-1");
        attacher.api.create(anAttachment().json());
        attacher.awaitFault("attachError", "cannot read persistentvolume volume-1: not found");

        attacher.api.create(aVolume().json());
        attacher.awaitFault("attachError", "CSINode node-1 not found");
        attacher.api.create(aCsiNode().withoutDriver().json());
        attacher.awaitFault("attachError", "CSINode node-1 does not contain driver");
        attacher.api.edit(
                "csinodes",
                "",
                "node-1",
                node -> node.add("spec", aCsiNode().json().get("spec")));

        attacher.awaitAttached();
    }

    @Test
    void anAnswerOfTheDriverIsSavedWithItsCodeAndGoesWithSuccess() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.createVolumeAndNode();
        attacher.driver.faults().failAll(PUBLISH, Status.RESOURCE_EXHAUSTED.withDescription("node is full"));
        attacher.api.create(anAttachment().json());

        var fault = attacher.awaitFault("attachError", "rpc error: code = ResourceExhausted desc = node is full");
        assertThat(fault.get("errorCode").getAsInt()).isEqualTo(8);
        assertThat(fault.has("time")).isTrue();

        attacher.driver.faults().clear();
        assertThat(RunningAttacher.status(attacher.awaitAttached()).has("attachError"))
                .isFalse();
    }

    @Test
    void aRepeatedFaultIsWrittenOnceAndTheCallStaysTheSame() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.createVolumeAndNode();
        attacher.driver.faults().fail(5, PUBLISH, Status.DEADLINE_EXCEEDED.withDescription("slow"));

        attacher.api.create(anAttachment().json());

        attacher.awaitAttached();
        assertThat(attacher.publishes())
                .hasSize(6)
                .containsOnly(attacher.publishes().getFirst());
        assertThat(attacher.api.calls(STATUS)).hasSize(2);
        assertThat(attacher.api.calls(META)).hasSize(1);
    }

    @Test
    void aLongAnswerIsCutToWhatTheApiTakes() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.createVolumeAndNode();
        attacher.driver.faults().fail(1, PUBLISH, Status.INTERNAL.withDescription("x".repeat(2000)));

        attacher.api.create(anAttachment().json());

        attacher.api.awaitCalls(1, STATUS);
        attacher.awaitAttached();
        var message = JsonParser.parseString(
                        attacher.api.calls(STATUS).getFirst().body())
                .getAsJsonObject()
                .getAsJsonObject("status")
                .getAsJsonObject("attachError")
                .get("message")
                .getAsString();
        assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSize(1024);
    }

    @Test
    void aFailedPatchIsTriedAgain() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.createVolumeAndNode();
        attacher.api.faults().fail(1, on("patch", "persistentvolumes"), ApiFailure.forbidden("no"));
        attacher.api.faults().fail(1, META, ApiFailure.forbidden("no"));
        attacher.api.faults().fail(1, STATUS, ApiFailure.forbidden("no"));
        invariants.expectErrors("cannot tell of the fault");

        attacher.api.create(anAttachment().json());

        attacher.awaitAttached();
        assertThat(attacher.volumeFinalizers()).containsExactly(FINALIZER);
    }

    @Test
    void aFaultThatCannotBeSavedIsSavedLater() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        invariants.expectErrors("cannot tell of the fault");
        attacher.api.faults().fail(2, STATUS, ApiFailure.forbidden("no"));

        attacher.api.create(anAttachment().json());

        attacher.awaitFault("attachError", "cannot read persistentvolume volume-1: not found");
    }

    @Test
    void twoAttachmentsOfOneVolumeLeaveOneFinalizer() throws InterruptedException {
        attacher.createVolumeAndNode();
        attacher.api.create(aCsiNode().named("node-2").json());
        attacher.api.create(anAttachment().json());
        attacher.api.create(
                anAttachment().named("attachment-2").of("volume-1", "node-2").json());

        attacher.awaitAttached();
        attacher.api.await("volumeattachments", "", "attachment-2", RunningAttacher::isAttached);

        assertThat(attacher.volumeFinalizers()).containsExactly(FINALIZER);
    }

    private static String annotation(JsonObject attachment) {
        return attachment
                .getAsJsonObject("metadata")
                .getAsJsonObject("annotations")
                .get(NODE_ID)
                .getAsString();
    }
}
