package io.csi4j.attacher;

import static io.csi4j.attacher.RunningAttacher.FINALIZER;
import static io.csi4j.attacher.RunningAttacher.PUBLISH;
import static io.csi4j.attacher.RunningAttacher.UNPUBLISH;
import static io.csi4j.samples.Samples.aCsiNode;
import static io.csi4j.samples.Samples.anAttachment;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.spec.v1.ControllerPublishVolumeRequest;
import io.csi4j.testkit.Invariants;
import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A failure is followed by its pause, whatever the pass wrote meanwhile (contract, edge 1). Pauses are longer than any
 * test, and there is one worker: a pass that the first attachment brought on comes before those of a later one.
 */
@Timeout(60)
class BackoffIT {
    private static final String[] FLAGS = {"--retry-interval-start=1h", "--retry-interval-max=1h", "--worker-threads=1"
    };

    @RegisterExtension
    private final Invariants invariants = new Invariants();

    private final RunningAttacher attacher = RunningAttacher.prepared();

    @BeforeEach
    void prepare() {
        attacher.createVolumeAndNode();
        attacher.api.create(aCsiNode().named("node-2").json());
    }

    @AfterEach
    void stop() {
        attacher.close();
    }

    @Test
    void aFailedFirstPublishIsNotRepeatedForItsOwnPatches() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.begin(FLAGS);
        attacher.driver.faults().fail(1, PUBLISH, Status.INTERNAL);
        attacher.api.create(anAttachment().json());
        attacher.awaitFault("attachError", "Internal");

        attachToAnotherNode();

        assertThat(attacher.publishes())
                .extracting(ControllerPublishVolumeRequest::getNodeId)
                .containsExactly("id-of-node-1", "id-of-node-2");
    }

    @Test
    void aPublishThatFailsAtTheStartIsNotRepeatedForTheResync() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.api.create(anAttachment().json());
        attacher.driver.faults().fail(1, PUBLISH, Status.INTERNAL);
        attacher.begin(FLAGS);
        attacher.awaitFault("attachError", "Internal");

        attachToAnotherNode();

        assertThat(attacher.publishes())
                .extracting(ControllerPublishVolumeRequest::getNodeId)
                .containsExactly("id-of-node-1", "id-of-node-2");
    }

    @Test
    void aFailedUnpublishIsNotRepeatedForItsSavedFault() throws InterruptedException {
        invariants.expectErrors("cannot detach");
        attacher.begin(FLAGS);
        attacher.driver.faults().fail(1, UNPUBLISH, Status.INTERNAL);
        attacher.api.create(anAttachment().attached(Map.of()).heldBy(FINALIZER).json());
        attacher.deleteAttachment();
        attacher.awaitFault("detachError", "Internal");

        attachToAnotherNode();

        assertThat(attacher.unpublishes()).hasSize(1);
    }

    private void attachToAnotherNode() throws InterruptedException {
        attacher.api.create(
                anAttachment().named("attachment-2").of("volume-1", "node-2").json());
        attacher.api.await("volumeattachments", "", "attachment-2", RunningAttacher::isAttached);
    }
}
