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
