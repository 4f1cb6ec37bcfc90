package io.csi4j.attacher;

import static io.csi4j.attacher.RunningAttacher.FINALIZER;
import static io.csi4j.attacher.RunningAttacher.NODE_ID;
import static io.csi4j.attacher.RunningAttacher.TRAITS;
import static io.csi4j.samples.Samples.aCsiNode;
import static io.csi4j.samples.Samples.aVolume;
import static io.csi4j.samples.Samples.anAttachment;
import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.csi4j.spec.v1.ControllerPublishVolumeRequest;
import io.csi4j.spec.v1.ControllerServiceCapability.RPC;
import io.csi4j.spec.v1.ListVolumesRequest;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.driver.DriverCall;
import io.grpc.Status;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class PublishedIT {
    private static final Predicate<DriverCall> LIST = DriverCall.on("ListVolumes");

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private RunningAttacher attacher;

    @BeforeEach
    void prepare() {
        attacher = RunningAttacher.prepared(TRAITS.with(RPC.Type.LIST_VOLUMES, RPC.Type.LIST_VOLUMES_PUBLISHED_NODES));
        attacher.api.create(aVolume().json());
        attacher.api.create(aCsiNode().json());
        attacher.api.create(aCsiNode().named("node-2").json());
    }

    @AfterEach
    void stop() {
        attacher.close();
    }

    @Test
    void attachedButNotListedIsPublishedAgain() throws InterruptedException {
        attacher.addToDriver("handle-1");
        attacher.api.create(attached("fake-node", "id-of-node-1"));
        attacher.begin("--reconcile-sync=10ms");

        attacher.driver.awaitCalls(1, RunningAttacher.PUBLISH);
        awaitTwoMoreLists();

        assertThat(attacher.publishes()).hasSize(1);
        assertThat(attacher.api.calls(on("patch", "volumeattachments")
                        .and(call -> call.subresource().equals("status"))))
                .isEmpty();
    }

    @Test
    void whatTheDriverTellsAtTheRepeatedPublishIsWritten() throws InterruptedException {
        attacher.addToDriver("handle-1");
        attacher.api.create(attached("old", "1"));
        attacher.begin("--reconcile-sync=10ms");

        var told = attacher.awaitAttachment(attachment -> context(attachment).has("fake-node"));

        assertThat(context(told)).hasToString("{\"fake-node\":\"id-of-node-1\"}");
    }

    /** Contract, edge 10. */
    @Test
    void aRepeatedPublishThatFailsLeavesItAttachedUntilTheNextLook() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.addToDriver("handle-1");
        attacher.driver.faults().fail(1, RunningAttacher.PUBLISH, Status.INTERNAL);
        attacher.api.create(attached("fake-node", "id-of-node-1"));
        attacher.begin("--reconcile-sync=10ms");

        var failed = attacher.awaitAttachment(
                attachment -> RunningAttacher.status(attachment).has("attachError"));

        assertThat(RunningAttacher.isAttached(failed)).isTrue();
        var mended = attacher.awaitAttachment(
                attachment -> !RunningAttacher.status(attachment).has("attachError"));
        assertThat(RunningAttacher.isAttached(mended)).isTrue();
        assertThat(attacher.publishes()).hasSize(2);
    }

    /** The pause after the failure is far longer than the test. */
    @Test
    void aPublishWhoseAnswerWasLostIsRepeatedWhenTheDriverListsIt() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.addToDriver("handle-1");
        attacher.driver.faults().loseReplies(1, RunningAttacher.PUBLISH);
        attacher.api.create(anAttachment().json());
        attacher.begin("--reconcile-sync=10ms", "--timeout=1s", "--retry-interval-start=1h", "--retry-interval-max=1h");

        attacher.awaitAttached();

        assertThat(attacher.publishes())
                .hasSize(2)
                .containsOnly(attacher.publishes().getFirst());
    }

    @Test
    void inlineVolumesAreComparedToo() throws InterruptedException {
        attacher.addToDriver("handle-2");
        attacher.api.create(Given.inline(attached("a", "1")));
        attacher.begin("--reconcile-sync=10ms");

        attacher.driver.awaitCalls(1, RunningAttacher.PUBLISH);

        assertThat(attacher.publishes().getFirst().getVolumeId()).isEqualTo("handle-2");
    }

    @Test
    void attachedAndListedIsLeftAlone() throws InterruptedException {
        attacher.addToDriver("handle-1", "id-of-node-1");
        attacher.api.create(attached("a", "1"));
        attacher.begin("--reconcile-sync=10ms");

        attacher.driver.awaitCalls(3, LIST);

        assertThat(attacher.publishes()).isEmpty();
        assertThat(attacher.unpublishes()).isEmpty();
    }

    @Test
    void deletedAndUnattachedButListedIsUnpublishedWithoutAPatch() throws InterruptedException {
        attacher.addToDriver("handle-1", "id-of-node-1");
        attacher.api.create(anAttachment()
                .annotated(NODE_ID, "id-of-node-1")
                .heldBy("other")
                .deleting()
                .json());
        attacher.begin("--reconcile-sync=10ms");

        attacher.driver.awaitCalls(1, RunningAttacher.UNPUBLISH);
        awaitTwoMoreLists();

        assertThat(attacher.unpublishes()).hasSize(1);
        assertThat(attacher.patches("volumeattachments")).isEmpty();
    }

    @Test
    void deletedAndAttachedButNotListedIsUnpublishedAndThenDetached() throws InterruptedException {
        attacher.addToDriver("handle-1");
        attacher.api.create(
                anAttachment().attached(Map.of()).heldBy("other").deleting().json());
        attacher.begin("--reconcile-sync=10ms");

        var detached = attacher.awaitAttachment(attachment -> !RunningAttacher.isAttached(attachment));

        assertThat(RunningAttacher.finalizers(detached)).containsExactly("other");
        assertThat(attacher.unpublishes()).hasSize(1);
        assertThat(attacher.api.calls(RunningAttacher.META)).isEmpty();
    }

    @Test
    void anAttachmentThatCannotBeComparedDoesNotHoldUpTheOthers() throws InterruptedException {
        attacher.addToDriver("handle-1");
        attacher.api.create(anAttachment()
                .named("unknown")
                .of("no-such-volume", "node-1")
                .attached(Map.of())
                .json());
        attacher.api.create(attached("a", "1"));
        attacher.begin("--reconcile-sync=10ms");

        attacher.driver.awaitCalls(1, RunningAttacher.PUBLISH);

        assertThat(attacher.publishes().getFirst().getVolumeId()).isEqualTo("handle-1");
        assertThat(invariants.logLines())
                .anyMatch(line -> line.contains("cannot compare") && line.contains("no-such-volume"));
    }

    /** What was seen before the list was made is older than it: here, that nothing was attached (contract, edge 6). */
    @Test
    void whatChangedWhileTheListWasMadeIsLeftToTheNextLook() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.addToDriver("handle-1");
        attacher.driver.faults().fail(1, RunningAttacher.PUBLISH, Status.INTERNAL);
        attacher.api.create(anAttachment().json());
        attacher.begin(
                "--reconcile-sync=10ms", "--worker-threads=1", "--retry-interval-start=1h", "--retry-interval-max=1h");
        attacher.awaitFault("attachError", "Internal");
        var hold = attacher.driver.faults().hold(1, LIST);
        hold.awaitArrival();
        attacher.api.edit("volumeattachments", "", "attachment-1", PublishedIT::annotate);
        attacher.awaitAttached();
        attachToAnotherNode();

        hold.release();

        awaitTwoMoreLists();
        assertThat(attacher.publishes())
                .extracting(ControllerPublishVolumeRequest::getNodeId)
                .containsExactly("id-of-node-1", "id-of-node-1", "id-of-node-2");
    }

    @Test
    void whatIsPublishedWithoutAnAttachmentIsLeftAlone() throws InterruptedException {
        attacher.addToDriver("handle-1", "id-of-node-1");
        attacher.begin("--reconcile-sync=10ms");

        attacher.driver.awaitCalls(3, LIST);

        assertThat(attacher.unpublishes()).isEmpty();
    }

    @Test
    void allPagesAreRead() throws InterruptedException {
        attacher.addToDriver("handle-0");
        attacher.addToDriver("handle-1", "id-of-node-1");
        attacher.addToDriver("handle-2");
        attacher.api.create(attached("a", "1"));
        attacher.begin("--reconcile-sync=10ms", "--max-entries=1");

        attacher.driver.awaitCalls(7, LIST);

        assertThat(attacher.publishes()).isEmpty();
        assertThat(attacher.driver.calls(LIST).subList(0, 4))
                .extracting(call -> call.request(ListVolumesRequest.class).getStartingToken())
                .containsExactly("", "1", "2", "");
    }

    @Test
    void aFailedPageGivesUpThePass() throws InterruptedException {
        invariants.expectErrors("cannot list published volumes");
        attacher.addToDriver("handle-0");
        attacher.addToDriver("handle-1");
        attacher.driver
                .faults()
                .fail(
                        1,
                        LIST.and(call -> !call.request(ListVolumesRequest.class)
                                .getStartingToken()
                                .isEmpty()),
                        Status.INTERNAL);
        attacher.api.create(attached("a", "1"));
        attacher.begin("--reconcile-sync=10ms", "--max-entries=1");

        attacher.driver.awaitCalls(2, LIST);
        assertThat(attacher.publishes()).isEmpty();

        attacher.driver.awaitCalls(1, RunningAttacher.PUBLISH);
        assertThat(attacher.driver.calls(LIST)).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void aListThatTakesTooLongGivesUpThePass() throws InterruptedException {
        invariants.expectErrors("cannot list published volumes");
        attacher.addToDriver("handle-1");
        attacher.api.create(attached("a", "1"));
        attacher.driver.faults().hold(1, LIST);

        attacher.begin("--reconcile-sync=10ms", "--timeout=1h", "--reconcile-timeout=1s");

        attacher.driver.awaitCalls(1, RunningAttacher.PUBLISH);
        assertThat(invariants.logLines())
                .anyMatch(line -> line.contains("cannot list published volumes") && line.contains("DeadlineExceeded"));
    }

    @Test
    void anAttachmentAtWorkIsNotForced() throws InterruptedException {
        attacher.addToDriver("handle-1");
        var hold = attacher.driver.faults().hold(1, RunningAttacher.PUBLISH);
        attacher.begin("--reconcile-sync=10ms");
        attacher.api.create(anAttachment().json());
        hold.awaitArrival();
        awaitTwoMoreLists();

        hold.release();

        attacher.awaitAttached();
        awaitTwoMoreLists();
        assertThat(attacher.publishes()).hasSize(1);
    }

    @Test
    void aDriverThatCannotListIsNotAsked() throws InterruptedException {
        attacher.close();
        attacher = RunningAttacher.start("--reconcile-sync=10ms");
        attacher.createVolumeAndNode();
        attacher.api.create(anAttachment().json());

        attacher.awaitAttached();

        assertThat(attacher.driver.calls(LIST)).isEmpty();
    }

    /** The one worker is done with the first attachment when this ends. */
    private void attachToAnotherNode() throws InterruptedException {
        attacher.api.create(
                anAttachment().named("attachment-2").of("volume-1", "node-2").json());
        attacher.api.await("volumeattachments", "", "attachment-2", RunningAttacher::isAttached);
    }

    private static void annotate(JsonObject attachment) {
        attachment.getAsJsonObject("metadata").getAsJsonObject("annotations").addProperty("k", "v");
    }

    private static JsonObject context(JsonObject attachment) {
        return RunningAttacher.status(attachment).getAsJsonObject("attachmentMetadata");
    }

    private void awaitTwoMoreLists() throws InterruptedException {
        attacher.driver.awaitCalls(attacher.driver.calls(LIST).size() + 2, LIST);
    }

    private static JsonObject attached(String key, String value) {
        return anAttachment()
                .attached(Map.of(key, value))
                .heldBy(FINALIZER)
                .annotated(NODE_ID, "id-of-node-1")
                .json();
    }
}
