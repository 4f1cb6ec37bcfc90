package io.csi4j.attacher;

import static io.csi4j.attacher.RunningAttacher.FINALIZER;
import static io.csi4j.samples.Samples.DRIVER;
import static io.csi4j.samples.Samples.aCsiNode;
import static io.csi4j.samples.Samples.aVolume;
import static io.csi4j.samples.Samples.anAttachment;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.work.Backoff;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.QueueMetrics;
import io.csi4j.controller.work.WorkQueue;
import io.csi4j.controller.work.Workers;
import io.csi4j.samples.AttachmentSample;
import io.csi4j.sidecar.metrics.MetricsRegistry;
import io.csi4j.testkit.HandClock;
import io.csi4j.testkit.Invariants;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which change brings which pass: contract external-attacher.md, section 3, and edges 4, 7 and 16. */
@Timeout(60)
class WakeUpsTest {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private final HandClock clock = new HandClock();
    private final WorkQueue<String> attachments = queue("attachments");
    private final WorkQueue<String> volumes = queue("volumes");
    private final Watches watches = new Watches(DRIVER, FINALIZER);
    private final WakeUps wakeUps = new WakeUps(watches, DRIVER, attachments, volumes);
    private final BlockingQueue<String> passes = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() {
        wakeUps.subscribe();
    }

    @Test
    void onlyOurAttachmentsWithSomethingToDoGetAPass() throws InterruptedException {
        try (var _ = Workers.start(attachments, 1, this::succeed)) {
            put(anAttachment().named("attached").attached(Map.of()));
            put(anAttachment().named("theirs").of("other.example.com"));
            put(anAttachment().named("deleted").attached(Map.of()).deleting());
            put(anAttachment().named("open"));

            assertThat(two()).containsExactly("deleted", "open");
        }
        assertThat(passes).isEmpty();
    }

    @Test
    void theResyncLooksAtWhatHasSomethingToDo() throws InterruptedException {
        watches.volumes.put(aVolume().named("held").heldBy(FINALIZER).record());
        watches.volumes.put(
                aVolume().named("deleted").heldBy(FINALIZER).deleting().record());
        put(anAttachment().named("attached").attached(Map.of()));
        put(anAttachment().named("open"));
        try (var _ = Workers.start(attachments, 1, this::succeed);
                var _ = Workers.start(volumes, 1, this::succeed)) {
            assertThat(two()).containsExactlyInAnyOrder("deleted", "open");

            wakeUps.everything();

            assertThat(two()).containsExactlyInAnyOrder("deleted", "open");
        }
        assertThat(passes).isEmpty();
    }

    @Test
    void aNodeThatAppearsWakesTheAttachmentsThatWaitForIt() throws InterruptedException {
        try (var _ = Workers.start(attachments, 1, this::succeed)) {
            put(anAttachment().named("attached").attached(Map.of()));
            put(anAttachment().named("elsewhere").of("volume-1", "node-2"));
            put(anAttachment().named("here"));
            assertThat(two()).containsExactly("elsewhere", "here");

            watches.csiNodes.put(aCsiNode().record());

            assertThat(passes.take()).isEqualTo("here");
        }
        assertThat(passes).isEmpty();
    }

    /** Names are made of volume and node, so a later attachment of the two has the same. */
    @Test
    void anAttachmentDoesNotInheritThePausesOfItsNamesake() throws InterruptedException {
        try (var _ = Workers.start(attachments, 1, this::fail)) {
            put(anAttachment());
            passes.take();
            clock.advanceToPauseOf(Duration.ofSeconds(1));
            passes.take();
            clock.advanceToPauseOf(Duration.ofSeconds(2));
            passes.take();
            clock.awaitParked(1);

            watches.attachments.put(withUid("another", anAttachment().record()));

            passes.take();
            clock.advanceToPauseOf(Duration.ofSeconds(1));
            passes.take();
        }
    }

    private void put(AttachmentSample sample) {
        watches.attachments.put(sample.record());
    }

    private List<String> two() throws InterruptedException {
        return List.of(passes.take(), passes.take());
    }

    private Next succeed(String name) {
        passes.add(name);
        return Next.forget();
    }

    private Next fail(String name) {
        passes.add(name);
        return Next.backoff("no luck");
    }

    private static Attachment withUid(String uid, Attachment old) {
        return old.withMeta(new Meta(old.key(), uid, "", false, Map.of(), List.of()));
    }

    private WorkQueue<String> queue(String name) {
        var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
        return new WorkQueue<>(name, backoff, clock, new QueueMetrics(new MetricsRegistry()));
    }
}
