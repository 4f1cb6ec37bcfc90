package io.csi4j.attacher;

import static io.csi4j.attacher.RunningAttacher.FINALIZER;
import static io.csi4j.attacher.RunningAttacher.META;
import static io.csi4j.attacher.RunningAttacher.NODE_ID;
import static io.csi4j.attacher.RunningAttacher.PUBLISH;
import static io.csi4j.attacher.RunningAttacher.STATUS;
import static io.csi4j.attacher.RunningAttacher.UNPUBLISH;
import static io.csi4j.samples.Samples.aCsiNode;
import static io.csi4j.samples.Samples.aVolume;
import static io.csi4j.samples.Samples.anAttachment;
import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import io.csi4j.samples.AttachmentSample;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import io.csi4j.testkit.apiserver.ApiFailure;
import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DetachIT {
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
    void aDeletedAttachmentIsDetachedAndGoesWithOnePatch() throws InterruptedException {
        attacher.createVolumeAndNode();
        attacher.api.create(attached().json());

        attacher.deleteAttachment();

        attacher.awaitDetached();
        assertThat(attacher.unpublishes()).singleElement().satisfies(request -> {
            assertThat(request.getVolumeId()).isEqualTo("handle-1");
            assertThat(request.getNodeId()).isEqualTo("id-of-node-1");
        });
        assertThat(attacher.patches("volumeattachments")).hasSize(1);
        assertThat(attacher.publishes()).isEmpty();
    }

    @Test
    void whereOthersHoldTheObjectTheStatusGoesFirst() throws InterruptedException {
        attacher.createVolumeAndNode();
        attacher.api.create(attached().heldBy("other").failedToDetach("old").json());

        attacher.deleteAttachment();

        var detached = attacher.awaitAttachment(
                attachment -> !RunningAttacher.finalizers(attachment).contains(FINALIZER));
        assertThat(RunningAttacher.finalizers(detached)).containsExactly("other");
        assertThat(RunningAttacher.status(detached).get("attached").getAsBoolean())
                .isFalse();
        assertThat(RunningAttacher.status(detached).keySet()).containsExactly("attached");
        assertThat(attacher.patches("volumeattachments"))
                .extracting(ApiCall::subresource)
                .containsExactly("status", "");
        assertThat(attacher.unpublishes()).hasSize(1);
    }

    @Test
    void aNodeThatIsGoneKeepsTheIdOfTheAttachment() throws InterruptedException {
        attacher.api.create(aVolume().json());
        attacher.api.create(attached().annotated(NODE_ID, "old-id").json());

        attacher.deleteAttachment();

        attacher.awaitDetached();
        assertThat(attacher.unpublishes())
                .singleElement()
                .satisfies(request -> assertThat(request.getNodeId()).isEqualTo("old-id"));
    }

    @Test
    void aNodeNobodyKnowsIsAFault() throws InterruptedException {
        invariants.expectErrors("cannot detach");
        attacher.api.create(aVolume().json());
        attacher.api.create(attached().json());

        attacher.deleteAttachment();

        attacher.awaitFault("detachError", "CSINode node-1 not found");
        assertThat(attacher.unpublishes()).isEmpty();
    }

    @Test
    void anAttachmentWithoutOurFinalizerIsDetachedAlready() throws InterruptedException {
        attacher.createVolumeAndNode();
        attacher.api.create(
                anAttachment().heldBy("other").deleting().attached(Map.of()).json());
        attacher.api.create(attached().named("attachment-2").json());

        attacher.api.delete("volumeattachments", "", "attachment-2");

        attacher.api.awaitGone("volumeattachments", "", "attachment-2");
        assertThat(attacher.unpublishes()).hasSize(1);
        assertThat(attacher.patches("volumeattachments"))
                .allMatch(call -> call.name().equals("attachment-2"));
    }

    @Test
    void aSlowDriverIsAskedAgainForTheSame() throws InterruptedException {
        invariants.expectErrors("cannot detach");
        attacher.createVolumeAndNode();
        attacher.driver.faults().fail(2, UNPUBLISH, Status.DEADLINE_EXCEEDED.withDescription("slow"));
        attacher.api.create(attached().json());

        attacher.deleteAttachment();

        attacher.awaitDetached();
        assertThat(attacher.unpublishes())
                .hasSize(3)
                .containsOnly(attacher.unpublishes().getFirst());
    }

    @Test
    void anInlineVolumeIsDetached() throws InterruptedException {
        attacher.api.create(aCsiNode().json());
        attacher.api.create(Given.inline(attached().json()));

        attacher.deleteAttachment();

        attacher.awaitDetached();
        assertThat(attacher.unpublishes())
                .singleElement()
                .satisfies(request -> assertThat(request.getVolumeId()).isEqualTo("handle-2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"got both", "got none"})
    void anAttachmentWithoutExactlyOneSourceIsNotDetached(String fault) throws InterruptedException {
        invariants.expectErrors("cannot detach");
        attacher.createVolumeAndNode();
        var json = attached().json();
        if (fault.equals("got none")) {
            Given.source(json).remove("persistentVolumeName");
        } else {
            Given.source(json).add("inlineVolumeSpec", aVolume().json().get("spec"));
        }
        attacher.api.create(json);

        attacher.deleteAttachment();

        attacher.awaitFault("detachError", fault);
        assertThat(attacher.unpublishes()).isEmpty();
    }

    @Test
    void aFaultThatCannotBeSavedIsSavedLater() throws InterruptedException {
        invariants.expectErrors("cannot detach");
        invariants.expectErrors("cannot tell of the fault");
        attacher.api.faults().fail(2, STATUS, ApiFailure.forbidden("no"));
        attacher.api.create(attached().json());

        attacher.deleteAttachment();

        attacher.awaitFault("detachError", "cannot read persistentvolume volume-1: not found");
        assertThat(attacher.api.calls(STATUS)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void anAttachmentThatVanishesBetweenItsTwoPatchesIsDetached() throws InterruptedException {
        attacher.createVolumeAndNode();
        attacher.api.create(attached().heldBy("other").json());
        var hold = attacher.api.faults().hold(1, STATUS);
        attacher.deleteAttachment();
        hold.awaitArrival();
        attacher.api.edit(
                "volumeattachments",
                "",
                "attachment-1",
                attachment -> attachment.getAsJsonObject("metadata").add("finalizers", new JsonArray()));
        attacher.awaitDetached();

        hold.release();

        attacher.api.awaitCalls(1, META);
        assertThat(attacher.stop()).isEqualTo(Exit.OK);
        assertThat(attacher.unpublishes()).hasSize(1);
    }

    @Test
    void aVolumeThatIsGoneHoldsTheAttachment() throws InterruptedException {
        invariants.expectErrors("cannot detach");
        attacher.createVolumeAndNode();
        attacher.api.delete("persistentvolumes", "", "volume-1");
        attacher.api.create(attached().json());

        attacher.deleteAttachment();

        attacher.awaitFault("detachError", "cannot read persistentvolume volume-1: not found");
        assertThat(attacher.unpublishes()).isEmpty();
    }

    @Test
    void aFinalizerThatCannotBeRemovedIsTriedAgainWithTheCall() throws InterruptedException {
        invariants.expectErrors("cannot detach");
        attacher.createVolumeAndNode();
        attacher.api.faults().fail(1, META, ApiFailure.forbidden("no"));
        attacher.api.create(attached().json());

        attacher.deleteAttachment();

        attacher.awaitDetached();
        assertThat(attacher.unpublishes()).hasSize(2);
    }

    @Test
    void aVolumeThatIsBeingDeletedIsStillDetachedAndThenReleased() throws InterruptedException {
        attacher.createVolumeAndNode();
        attacher.api.create(anAttachment().json());
        attacher.awaitAttached();
        attacher.api.delete("persistentvolumes", "", "volume-1");

        attacher.deleteAttachment();

        attacher.awaitDetached();
        attacher.api.awaitGone("persistentvolumes", "", "volume-1");
    }

    @Test
    void theFinalizersOfOthersOnAVolumeStay() throws InterruptedException {
        attacher.api.create(aVolume().heldBy("a").heldBy(FINALIZER).heldBy("b").json());
        attacher.api.delete("persistentvolumes", "", "volume-1");

        var volume = attacher.api.await(
                "persistentvolumes",
                "",
                "volume-1",
                found -> !RunningAttacher.finalizers(found).contains(FINALIZER));

        assertThat(RunningAttacher.finalizers(volume)).containsExactly("a", "b");
    }

    @Test
    void aVolumeThatAnyAttachmentNamesIsNotReleased() throws InterruptedException {
        invariants.expectErrors("volume is not released yet");
        attacher.api.create(anAttachment().of("other.example.com").json());
        attacher.api.awaitWatches("volumeattachments", 1);
        attacher.api.create(aVolume().heldBy(FINALIZER).heldBy("other").json());
        attacher.api.delete("persistentvolumes", "", "volume-1");
        attacher.api.create(aVolume().named("free").heldBy(FINALIZER).json());
        attacher.api.delete("persistentvolumes", "", "free");
        attacher.api.awaitGone("persistentvolumes", "", "free");
        assertThat(attacher.volumeFinalizers()).contains(FINALIZER);
        attacher.api.faults().fail(2, on("patch", "persistentvolumes"), ApiFailure.forbidden("no"));

        attacher.deleteAttachment();

        attacher.api.await(
                "persistentvolumes",
                "",
                "volume-1",
                found -> !RunningAttacher.finalizers(found).contains(FINALIZER));
    }

    @Test
    void aDeletionDuringTheAttachIsNotMissed() throws InterruptedException {
        attacher.createVolumeAndNode();
        var hold = attacher.driver.faults().hold(1, PUBLISH);
        attacher.api.create(anAttachment().json());
        hold.awaitArrival();
        attacher.deleteAttachment();

        hold.release();

        attacher.awaitDetached();
        assertThat(attacher.driver.volume("handle-1").orElseThrow().nodes()).isEmpty();
    }

    @Test
    void aFinalizerOfOthersThatComesDuringTheAttachStays() throws InterruptedException {
        attacher.createVolumeAndNode();
        var hold = attacher.api.faults().hold(1, META);
        attacher.api.create(anAttachment().json());
        hold.awaitArrival();
        attacher.api.edit("volumeattachments", "", "attachment-1", attachment -> {
            var list = new JsonArray();
            list.add("other");
            attachment.getAsJsonObject("metadata").add("finalizers", list);
        });

        hold.release();

        assertThat(RunningAttacher.finalizers(attacher.awaitAttached())).containsExactlyInAnyOrder("other", FINALIZER);
    }

    private static AttachmentSample attached() {
        return anAttachment().attached(Map.of("a", "1")).heldBy(FINALIZER);
    }
}
