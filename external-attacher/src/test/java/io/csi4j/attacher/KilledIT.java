package io.csi4j.attacher;

import static io.csi4j.attacher.RunningAttacher.FINALIZER;
import static io.csi4j.attacher.RunningAttacher.META;
import static io.csi4j.attacher.RunningAttacher.STATUS;
import static io.csi4j.samples.Samples.anAttachment;
import static io.csi4j.testkit.apiserver.ApiCall.on;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import io.csi4j.testkit.ChildProgram;
import io.csi4j.testkit.Faults;
import io.csi4j.testkit.Invariants;
import io.csi4j.testkit.apiserver.ApiCall;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The program as a process of its own, killed (SIGKILL) in the middle of each call it makes, and started anew as kubelet
 * does. The call it died in still has its effect, a moment later: nobody heard the answer.
 */
@Timeout(180)
class KilledIT {
    private static final Predicate<ApiCall> HOLD_VOLUME = on("patch", "persistentvolumes");

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private final RunningAttacher surroundings = RunningAttacher.prepared();
    private @Nullable ChildProgram program;

    @AfterEach
    void close() throws IOException, InterruptedException {
        kill();
        surroundings.close();
    }

    @Test
    void anAttachThatDiesInEachOfItsCallsComesToOneAttachedVolume() throws IOException, InterruptedException {
        surroundings.createVolumeAndNode();
        surroundings.api.create(anAttachment().json());
        diesInEachOf(
                surroundings.api.faults().hold(1, HOLD_VOLUME),
                surroundings.api.faults().hold(1, META),
                surroundings.driver.faults().hold(1, RunningAttacher.PUBLISH),
                surroundings.api.faults().hold(1, STATUS));

        var attached = surroundings.awaitAttached();
        assertThat(RunningAttacher.finalizers(attached)).containsExactly(FINALIZER);
        assertThat(RunningAttacher.status(attached).getAsJsonObject("attachmentMetadata"))
                .hasToString("{\"fake-node\":\"id-of-node-1\"}");
        assertThat(surroundings.volumeFinalizers()).containsExactly(FINALIZER);
        assertThat(surroundings.publishes())
                .hasSizeBetween(2, 3)
                .containsOnly(surroundings.publishes().getFirst());
        assertThat(surroundings.driver.volume("handle-1").orElseThrow().nodes()).isEqualTo(Set.of("id-of-node-1"));
    }

    @Test
    void aDetachThatDiesInEachOfItsCallsLeavesNothing() throws IOException, InterruptedException {
        attachedAndDeleted();
        diesInEachOf(
                surroundings.driver.faults().hold(1, RunningAttacher.UNPUBLISH),
                surroundings.api.faults().hold(1, META));

        surroundings.awaitDetached();
        assertThat(surroundings.driver.volume("handle-1").orElseThrow().nodes()).isEmpty();
        assertThat(surroundings.unpublishes())
                .hasSizeBetween(2, 3)
                .containsOnly(surroundings.unpublishes().getFirst());
    }

    @Test
    void whereOthersHoldTheAttachmentADyingDetachStillTellsThatItIsDetached() throws IOException, InterruptedException {
        attachedAndDeleted("other");
        diesInEachOf(
                surroundings.driver.faults().hold(1, RunningAttacher.UNPUBLISH),
                surroundings.api.faults().hold(1, STATUS),
                surroundings.api.faults().hold(1, META));

        var detached = surroundings.awaitAttachment(
                attachment -> !RunningAttacher.finalizers(attachment).contains(FINALIZER));
        assertThat(RunningAttacher.isAttached(detached)).isFalse();
        assertThat(RunningAttacher.finalizers(detached)).containsExactly("other");
        assertThat(surroundings.driver.volume("handle-1").orElseThrow().nodes()).isEmpty();
    }

    @Test
    void aReleaseOfTheVolumeThatDiesIsDoneOnce() throws IOException, InterruptedException {
        surroundings.createVolumeAndNode();
        surroundings.api.edit("persistentvolumes", "", "volume-1", volume -> {
            var finalizers = new JsonArray();
            finalizers.add(FINALIZER);
            finalizers.add("other");
            volume.getAsJsonObject("metadata").add("finalizers", finalizers);
        });
        surroundings.api.delete("persistentvolumes", "", "volume-1");
        diesInEachOf(surroundings.api.faults().hold(1, HOLD_VOLUME));

        surroundings.api.await(
                "persistentvolumes",
                "",
                "volume-1",
                volume -> !RunningAttacher.finalizers(volume).contains(FINALIZER));
        assertThat(surroundings.volumeFinalizers()).containsExactly("other");
    }

    private void attachedAndDeleted(String... holders) {
        surroundings.createVolumeAndNode();
        surroundings.addToDriver("handle-1", "id-of-node-1");
        var attachment = anAttachment().attached(Map.of("a", "1")).heldBy(FINALIZER);
        for (String holder : holders) {
            attachment.heldBy(holder);
        }
        surroundings.api.create(attachment.json());
        surroundings.deleteAttachment();
    }

    private void diesInEachOf(Faults.Hold... calls) throws IOException, InterruptedException {
        start();
        for (var call : calls) {
            call.awaitArrival();
            kill();
            call.release();
            start();
        }
    }

    private void start() throws IOException {
        program = ChildProgram.start(Attacher.class, surroundings.arguments());
    }

    private void kill() throws IOException, InterruptedException {
        var running = program;
        if (running != null) {
            running.signal("KILL");
            running.end();
            running.close();
            program = null;
        }
    }
}
