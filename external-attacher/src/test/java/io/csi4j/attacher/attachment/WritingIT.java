package io.csi4j.attacher.attachment;

import static io.csi4j.samples.Samples.anAttachment;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.attacher.request.Problem;
import io.csi4j.attacher.request.Step;
import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeOptions;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.watch.Store;
import io.csi4j.samples.AttachmentSample;
import io.csi4j.testkit.HandClock;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import io.csi4j.testkit.apiserver.FakeApiServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Writes of our own, with no watch beside them: the store learns from the answers alone. */
@Timeout(60)
class WritingIT {
    private static final Problem FAULT = new Problem("rpc error: code = Internal desc = no", 13);

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private final FakeApiServer server = FakeApiServer.start();
    private final KubeApi kube = KubeApi.connect(KubeOptions.of("", server.url().toString(), "test"));
    private final Store<Attachment> store = Store.ofAll();
    private final List<String> told = new ArrayList<>();
    private final List<String> again = new ArrayList<>();
    private final AttachmentWriter writer = new AttachmentWriter(
            kube, store, store.subscribe(change -> told.add(change.latest().name())), again::add);
    private final HandClock clock = new HandClock();
    private final FaultSaver faults = new FaultSaver(writer, clock, true);

    @AfterEach
    void close() {
        kube.close();
        server.close();
    }

    @Test
    void theAnswerIsInTheStoreAtOnceAndWakesNobody() {
        Attachment seen = seen(anAttachment());

        writer.mark(seen, "f", "node-id");

        assertThat(writer.find(seen.name()).orElseThrow().hasFinalizer("f")).isTrue();
        assertThat(told).isEmpty();
        assertThat(again).isEmpty();
    }

    /** Whoever takes our finalizer off while we write something else is heard. */
    @Test
    void whatOthersChangeWhileWeWriteIsToldAfterTheAnswer() throws Exception {
        Attachment seen = seen(anAttachment().heldBy("f"));
        var patch = server.faults().hold(1, ApiCall.on("patch", "volumeattachments"));
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var write = thread.submit(() -> writer.attached(seen, Map.of()));
            patch.awaitArrival();
            server.edit(
                    "volumeattachments",
                    "",
                    seen.name(),
                    it -> it.getAsJsonObject("metadata").remove("finalizers"));
            store.put(latest());
            assertThat(told).isEmpty();
            patch.release();
            assertThat(write.get()).isInstanceOf(Step.Ready.class);
        }

        assertThat(told).containsExactly(seen.name());
        assertThat(writer.find(seen.name()).orElseThrow().status().attached()).isTrue();
    }

    @Test
    void aDeletionThatOnlyTheAnswerTellsOfBringsAnotherPass() {
        Attachment seen = seen(anAttachment().heldBy("other"));
        server.delete("volumeattachments", "", seen.name());

        writer.mark(seen, "other", "node-id");

        assertThat(again).containsExactly(seen.name());
    }

    @Test
    void aDeletionThatWasKnownBringsNone() {
        server.create(anAttachment().heldBy("other").json());
        server.delete("volumeattachments", "", "attachment-1");
        Attachment seen = latest();

        writer.mark(seen, "other", "node-id");

        assertThat(again).isEmpty();
    }

    @Test
    void noPatchReachesAnotherAttachmentOfTheSameName() {
        Attachment seen = seen(anAttachment());
        server.delete("volumeattachments", "", seen.name());
        var successor = anAttachment().json();
        successor.getAsJsonObject("metadata").addProperty("uid", "another");
        server.create(successor);

        assertThat(writer.attached(seen, Map.of("a", "1"))).isInstanceOf(Step.Blocked.class);

        assertThat(latest().status().attached()).isFalse();
    }

    @Test
    void aFaultThatStaysTheSameIsWrittenAgainAfterFiveMinutes() {
        Attachment seen = seen(anAttachment());
        faults.attachFailed(seen, FAULT);
        clock.advance(Duration.ofSeconds(299));
        faults.attachFailed(seen, FAULT);
        assertThat(patches()).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        faults.attachFailed(seen, FAULT);

        assertThat(patches()).hasSize(2);
        assertThat(latest().status().attachError())
                .isEqualTo(new Attachment.Fault("2026-01-01T00:05:00Z", FAULT.message(), 13));
    }

    @Test
    void aFaultWithAnotherTextOrCodeIsWrittenAtOnce() {
        Attachment seen = seen(anAttachment());
        faults.attachFailed(seen, FAULT);
        faults.attachFailed(seen, new Problem(FAULT.message(), null));
        faults.attachFailed(seen, Problem.of("something else"));

        assertThat(patches()).hasSize(3);
        assertThat(latest().status().attachError())
                .isEqualTo(new Attachment.Fault("2026-01-01T00:00:00Z", "something else", null));
    }

    @Test
    void theFaultOfADetachHasNoCode() {
        Attachment seen = seen(anAttachment());

        faults.detachFailed(seen, FAULT);

        assertThat(latest().status().detachError())
                .isEqualTo(new Attachment.Fault("2026-01-01T00:00:00Z", FAULT.message(), null));
    }

    /** Known to the API server and to the store. */
    private Attachment seen(AttachmentSample sample) {
        server.create(sample.json());
        Attachment seen = latest();
        store.put(seen);
        told.clear();
        return seen;
    }

    private Attachment latest() {
        return switch (kube.get(Kinds.ATTACHMENTS, ObjectKey.cluster("attachment-1"))) {
            case Reply.Found<Attachment>(var found) -> found;
            case Reply<Attachment> other -> throw new AssertionError(other);
        };
    }

    private List<ApiCall> patches() {
        return server.calls(ApiCall.on("patch", "volumeattachments"));
    }
}
