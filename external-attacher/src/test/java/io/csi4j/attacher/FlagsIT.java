package io.csi4j.attacher;

import static io.csi4j.attacher.RunningAttacher.FINALIZER;
import static io.csi4j.attacher.RunningAttacher.PUBLISH;
import static io.csi4j.attacher.RunningAttacher.UNPUBLISH;
import static io.csi4j.samples.Samples.aVolume;
import static io.csi4j.samples.Samples.anAttachment;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.testkit.Invariants;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That flags reach what they are for: contract external-attacher.md, section 1. */
@Timeout(60)
class FlagsIT {
    @RegisterExtension
    private final Invariants invariants = new Invariants();

    @Test
    void aVolumeWithoutFileSystemGetsTheOneOfTheFlag() throws InterruptedException {
        try (var attacher = RunningAttacher.start("--default-fstype=xfs")) {
            attacher.createVolumeAndNode();
            attacher.api.create(anAttachment().json());

            attacher.awaitAttached();

            assertThat(attacher.publishes())
                    .singleElement()
                    .satisfies(request -> assertThat(
                                    request.getVolumeCapability().getMount().getFsType())
                            .isEqualTo("xfs"));
        }
    }

    @Test
    void aDriverThatDoesNotAnswerInTimeIsAFaultOfCodeFour() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        try (var attacher = RunningAttacher.start("--timeout=1s")) {
            attacher.createVolumeAndNode();
            var hold = attacher.driver.faults().hold(1, PUBLISH);
            attacher.api.create(anAttachment().json());

            var fault = attacher.awaitFault(
                    "attachError", "rpc error: code = DeadlineExceeded desc = context deadline exceeded");

            assertThat(fault.get("errorCode").getAsInt()).isEqualTo(4);
            hold.release();
            attacher.awaitAttached();
        }
    }

    @Test
    void withTheGateOffAFaultHasNoCode() throws InterruptedException {
        invariants.expectErrors("cannot attach");
        try (var attacher = RunningAttacher.start("--feature-gates=MutableCSINodeAllocatableCount=false")) {
            attacher.createVolumeAndNode();
            attacher.driver.faults().failAll(PUBLISH, Status.RESOURCE_EXHAUSTED);
            attacher.api.create(anAttachment().json());

            var fault = attacher.awaitFault("attachError", "ResourceExhausted");

            assertThat(fault.has("errorCode")).isFalse();
        }
    }

    /** Issue 761: a burst of slow detaches must not hold up a pod that starts. */
    @Test
    void anAttachmentIsAttachedWhileMoreAreDetachedThanThereAreWorkers() throws InterruptedException {
        try (var attacher = RunningAttacher.start("--worker-threads=2")) {
            attacher.createVolumeAndNode();
            var hold = attacher.driver.faults().hold(3, UNPUBLISH);
            for (String name : List.of("a", "b", "c")) {
                attacher.api.create(anAttachment()
                        .named(name)
                        .attached(Map.of())
                        .heldBy(FINALIZER)
                        .json());
                attacher.api.delete("volumeattachments", "", name);
            }
            hold.awaitArrival();

            attacher.api.create(anAttachment().json());
            attacher.awaitAttached();

            assertThat(attacher.unpublishes()).hasSize(1);
            hold.release();
            for (String name : List.of("a", "b", "c")) {
                attacher.api.awaitGone("volumeattachments", "", name);
            }
            assertThat(attacher.unpublishes()).hasSize(3);
        }
    }

    @Test
    void volumesAreReleasedWhileTheWorkersOfAttachmentsAreBusy() throws InterruptedException {
        try (var attacher = RunningAttacher.start("--worker-threads=1")) {
            attacher.createVolumeAndNode();
            var hold = attacher.driver.faults().hold(1, PUBLISH);
            attacher.api.create(anAttachment().json());
            hold.awaitArrival();
            attacher.api.create(aVolume().named("free").heldBy(FINALIZER).json());

            attacher.api.delete("persistentvolumes", "", "free");

            attacher.api.awaitGone("persistentvolumes", "", "free");
        }
    }
}
