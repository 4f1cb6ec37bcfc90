package io.csi4j.attacher;

import static io.csi4j.attacher.RunningAttacher.FINALIZER;
import static io.csi4j.attacher.RunningAttacher.PUBLISH;
import static io.csi4j.attacher.RunningAttacher.UNPUBLISH;
import static io.csi4j.samples.Samples.anAttachment;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.testkit.Invariants;
import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each code of a driver leads to: contract external-attacher.md, section 8. */
@Timeout(60)
class AnswersIT {
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

    @ParameterizedTest
    @EnumSource(value = Status.Code.class, mode = EnumSource.Mode.EXCLUDE, names = "OK")
    void everyAnswerButOkMeansNotDetached(Status.Code code) throws InterruptedException {
        invariants.expectErrors("cannot detach");
        attacher.createVolumeAndNode();
        attacher.driver.faults().failAll(UNPUBLISH, code.toStatus().withDescription("no such volume"));
        attacher.api.create(anAttachment().attached(Map.of()).heldBy(FINALIZER).json());

        attacher.deleteAttachment();

        var fault = attacher.awaitFault("detachError", "no such volume");
        assertThat(fault.has("errorCode")).isFalse();
        attacher.driver.faults().clear();
        attacher.awaitDetached();
    }

    /** A code proves nothing to the next attacher, which has not heard it; unpublishing what was never published is safe. */
    @ParameterizedTest
    @EnumSource(value = Status.Code.class, mode = EnumSource.Mode.EXCLUDE, names = "OK")
    void aVolumeIsUnpublishedOnceWhateverItsPublishAnswered(Status.Code code) throws InterruptedException {
        invariants.expectErrors("cannot attach");
        attacher.createVolumeAndNode();
        attacher.driver.faults().failAll(PUBLISH, code.toStatus().withDescription("not today"));
        attacher.api.create(anAttachment().json());
        var fault = attacher.awaitFault("attachError", "not today");
        assertThat(fault.get("errorCode").getAsInt()).isEqualTo(code.value());

        attacher.deleteAttachment();

        attacher.awaitDetached();
        assertThat(attacher.unpublishes())
                .singleElement()
                .satisfies(request -> assertThat(request.getVolumeId()).isEqualTo("handle-1"));
    }
}
