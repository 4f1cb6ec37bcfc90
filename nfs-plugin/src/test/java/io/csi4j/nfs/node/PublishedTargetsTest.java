package io.csi4j.nfs.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.nfs.rpc.Refused;
import io.csi4j.spec.v1.VolumeCapability.AccessMode.Mode;
import org.junit.jupiter.api.Test;

class PublishedTargetsTest {
    private final PublishedTargets targets = new PublishedTargets();

    @Test
    void aSingleWriterHasOneTarget() throws Refused {
        targets.add("v", "/a", Mode.SINGLE_NODE_SINGLE_WRITER);

        assertThatCode(() -> targets.add("v", "/a", Mode.SINGLE_NODE_SINGLE_WRITER))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> targets.add("v", "/b", Mode.SINGLE_NODE_SINGLE_WRITER))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("one target only");
        assertThatCode(() -> targets.add("w", "/b", Mode.SINGLE_NODE_SINGLE_WRITER))
                .doesNotThrowAnyException();
    }

    @Test
    void otherModesHaveAsManyAsTheyLike() throws Refused {
        targets.add("v", "/a", Mode.MULTI_NODE_MULTI_WRITER);

        assertThatCode(() -> targets.add("v", "/b", Mode.MULTI_NODE_MULTI_WRITER))
                .doesNotThrowAnyException();
    }

    @Test
    void anUnpublishedTargetMakesRoom() throws Refused {
        targets.add("v", "/a", Mode.SINGLE_NODE_SINGLE_WRITER);
        targets.remove("v", "/a");

        assertThatCode(() -> targets.add("v", "/b", Mode.SINGLE_NODE_SINGLE_WRITER))
                .doesNotThrowAnyException();
    }
}
