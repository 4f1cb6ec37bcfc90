package io.csi4j.attacher.request;

import static io.csi4j.samples.Samples.aVolume;
import static io.csi4j.samples.Samples.anAttachment;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.storage.Volume;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceTest {
    private static final Volume.Spec SPEC = aVolume().record().spec();

    @Test
    void oneSourceIsTaken() {
        assertThat(source("pv", null)).isEqualTo(Step.ready(new Source.Named("pv")));
        assertThat(source(null, SPEC)).isEqualTo(Step.ready(new Source.Inline(SPEC)));
    }

    @Test
    void bothSourcesOrNoneAreRefused() {
        assertThat(source("pv", SPEC))
                .isInstanceOf(Step.Blocked.class)
                .asString()
                .contains("got both");
        assertThat(source(null, null))
                .isInstanceOf(Step.Blocked.class)
                .asString()
                .contains("got none");
    }

    private static Step<Source> source(@Nullable String volume, Volume.@Nullable Spec inline) {
        var sample = anAttachment().record();
        return Source.of(
                new Attachment(sample.meta(), new Attachment.Spec("a", "n", volume, inline), Attachment.Status.NONE));
    }
}
